"use strict";

const EFFECT = {worse: "worse", better: "better", identical: "calm", equivalent: "calm", "no-evidence": "calm"};

/** What `compare` answers, as rungs: the first file, and each other one against it. */
function comparedRungs(comparisons) {
  const [{a, n}] = comparisons;
  return [{id: a.file, n, correct: a.correct, top1: a.top1},
    ...comparisons.map(comparison => ({...comparison, ...comparison.b, id: comparison.b.file}))];
}

/** The verdicts of deployed forms beside the one that the page is about, where they changed. */
function changedForms(answer) {
  return (answer.verdicts ?? []).filter(form => form.rung !== answer.verdict.rung && ["worse", "better"].includes(form.id));
}

function head(answer, rungs, comparisons) {
  const verdicts = comparisons ? comparisons.map(comparison => comparison.verdict).filter(Boolean) : [answer.verdict, ...changedForms(answer)];
  const deployed = rungs.find(rung => rung.id === answer.verdict?.rung) ?? rungs[1];
  const severe = answer.findings.some(finding => finding.severity === "error");
  return [
    element("p", {class: "title"}, document.title),
    verdicts.map(verdict => element("h1", {class: severe ? "worse" : EFFECT[verdict.id]}, verdict.text)),
    answer.verdicts?.length > 1 ? element("p", {class: "forms"}, `${answer.conclusion}.`) : null,
    answer.findings.filter(finding => finding.severity === "error").map(finding => element("p", {class: "cause"},
      element("a", {href: "#findings"}, finding.id), `: ${finding.text}`)),
    answer.verdict?.breaks_at ? element("p", {class: "cause"}, "It arises at ", element("b", {}, answer.verdict.breaks_at),
      `: ${rungs.find(rung => rung.id === answer.verdict.breaks_at)?.step?.text ?? ""}`) : null,
    [answer.gate, ...(comparisons ?? []).map(comparison => comparison.gate)].filter(Boolean).map(gate =>
      element("p", {class: gate.met ? "gate" : "gate worse"}, gate.text)),
    element("div", {class: "tiles"},
      tile(`${fixed(rungs[0].top1, 2)} %`, comparisons ? "the first" : "float"),
      comparisons && comparisons.length > 1 ? null : [
        tile(`${fixed(deployed.top1, 2)} %`, answer.verdict?.candidate ?? "the other"),
        isNumber(deployed.ci_low) ? tile(signed(deployed.change), `points, 95 % interval ${interval(deployed.ci_low, deployed.ci_high)}`) : null,
        isNumber(deployed.p) ? tile(probabilityText(deployed.p), `${count(deployed.lost)} lost, ${count(deployed.gained)} gained of ${count(deployed.n)}`) : null],
      answer.tensors?.length > 0 && answer.bytes.int8 !== null ? tile(`${fixed(100 * answer.bytes.int8 / answer.bytes.float, 0)} %`,
        `of the size: ${bytes(answer.bytes.float)} \u2192 ${bytes(answer.bytes.int8)}`) : null),
  ];
}

function tile(figure, words) {
  return element("div", {}, element("b", {}, figure), element("span", {}, words));
}

/** The network with a panel that shows the layer of the page's address. */
function explorer(all, answer, open) {
  const views = viewsOf(all);
  const panel = element("aside", {class: "panel", "aria-live": "polite"});
  const address = step => layerAddress(step.name);
  const drawing = network(all, views, address);
  const close = () => history.replaceState(null, "", location.pathname + location.search) ?? show();

  function show() {
    const name = location.hash.startsWith("#layer=") ? decodeURIComponent(location.hash.slice("#layer=".length)) : null;
    const step = all.find(candidate => candidate.name === name);
    drawing.querySelectorAll(".step").forEach(row =>
      row.toggleAttribute("aria-current", step !== undefined && row.dataset.step === name));
    panel.classList.toggle("open", step !== undefined);
    panel.replaceChildren();
    filled(panel, {}, step ? layerPanel(step, answer, close)
      : [element("p", {class: "hint"}, "Click a layer to see its values, where its codes end, and its weights.")]);
    panel.scrollTop = 0;
    if (step) {
      bringIntoView(drawing.querySelectorAll(".step")[step.place]);
    }
  }

  const measured = all.filter(step => isNumber(views[0]?.of(step)));
  const curves = views.filter(view => view.colour).map(view => ({name: view.title, colour: view.colour, values: measured.map(step => view.of(step) ?? null)}));
  addEventListener("hashchange", show);
  requestAnimationFrame(show);
  return [curves.length > 0 && measured.length > 1
    ? element("figure", {}, depth(curves, place => { location.hash = address(measured[place]); }),
      element("figcaption", {}, "Signal to quantization noise, from the first layer to the last."))
    : null,
  element("div", {class: "explorer"}, drawing, panel)];
}

/** Where the panel stands beside the network; on narrow screens it lies over whatever is being read. */
function bringIntoView(row) {
  const {top, bottom} = row.getBoundingClientRect();
  if (matchMedia("(min-width: 821px)").matches && (top < 0 || bottom > innerHeight)) {
    row.scrollIntoView({block: "center"});
  }
}

function page(answer) {
  const comparisons = answer.comparisons ?? (answer.a ? [answer] : null);
  const rungs = answer.rungs ?? comparedRungs(comparisons);
  const all = answer.network ? steps(answer) : [];
  const layerOf = new Map(all.flatMap(step => [...step.outputs, ...step.constants].map(tensor => [tensor, step.name])));
  const open = tensor => layerOf.get(tensor) ?? null;
  const halves = new Map((answer.calibration?.halves ?? []).map(entry => [entry.tensor, entry]));
  const evidence = name => tensorHistogram(answer.tensors?.find(tensor => tensor.name === name), halves.get(name));
  const labels = answer.labels ?? [];
  const classes = answer.classes ?? (comparisons?.length === 1 ? comparisons[0].classes : []);
  filled(document.getElementById("verdict"), {}, head(answer, rungs, comparisons));
  filled(document.getElementById("sections"), {}, [
    section("ladder", comparisons ? "Comparison" : "Ladder",
      "Change of accuracy against the first, in points, with its 95 % interval. Filled: a real change (exact McNemar p < 0.05). Hollow: chance would do.",
      ladder(rungs, answer.verdict?.rung), element("details", {}, element("summary", {}, "All numbers"), rungTable(rungs))),
    section("findings", "Findings", null, answer.findings.length > 0 ? findings(answer.findings, {open, evidence}) : element("p", {}, "Nothing was found.")),
    section("network", "Network", "How much signal is left beside the noise of quantization, layer by layer.",
      all.length > 0 ? explorer(all, answer, open) : null),
    section("tensors", "Tensors", null, answer.tensors?.length > 0 ? tensorTable(answer.tensors, open) : null),
    section("flips", "Images that flipped", null, answer.flips ? flips(answer.flips, labels, answer.verdict.candidate) : null),
    section("classes", "Classes", "p is corrected for looking at every class (Holm).", classes.length > 1 ? classTable(classes, labels) : null),
    section("calibration", "Calibration", null, calibration(answer.calibration, open)),
    section("provenance", "Where this comes from", null, provenance(answer)),
  ]);
}

page(JSON.parse(document.getElementById("answer").textContent));
