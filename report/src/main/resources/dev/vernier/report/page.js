"use strict";

/** The network with a panel that shows the layer of the page's address. */
function explorer(all, answer, open) {
  const views = viewsOf(all);
  const panel = element("aside", {class: "panel", "aria-label": "Layer", keydown: event => event.key === "Escape" && close()});
  const address = step => layerAddress(step.name);
  const drawing = network(all, views, address);
  let opener = null;

  /** The focus goes back to where it came from, or to the layer's row. */
  function close() {
    const back = opener?.isConnected ? opener : drawing.querySelector("[aria-current]");
    opener = null;
    history.replaceState(null, "", location.pathname + location.search);
    show();
    back?.focus();
  }

  function show() {
    const name = location.hash.startsWith("#layer=") ? decodeURIComponent(location.hash.slice("#layer=".length)) : null;
    const step = all.find(candidate => candidate.name === name);
    drawing.querySelectorAll(".step").forEach(row =>
      step !== undefined && row.dataset.step === name ? row.setAttribute("aria-current", "true") : row.removeAttribute("aria-current"));
    panel.classList.toggle("open", step !== undefined);
    panel.replaceChildren();
    filled(panel, {}, step ? layerPanel(step, answer, close)
      : [element("p", {class: "hint"}, "Click a layer to see its values, where its codes end, and its weights.")]);
    panel.scrollTop = 0;
    if (step) {
      opener = panel.contains(document.activeElement) || document.activeElement === document.body ? opener : document.activeElement;
      bringIntoView(drawing.querySelectorAll(".step")[step.place]);
      panel.querySelector("h3").focus({preventScroll: true});
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
  const all = answer.network ? steps(answer) : [];
  const layerOf = new Map(all.flatMap(step => [...step.outputs, ...step.constants].map(tensor => [tensor, step.name])));
  const open = tensor => layerOf.get(tensor) ?? null;
  const halves = new Map((answer.calibration?.halves ?? []).map(entry => [entry.tensor, entry]));
  const labels = answer.labels ?? [];
  const classes = answer.classes ?? (comparisons?.length === 1 ? comparisons[0].classes : []);
  illustrate(name => tensorHistogram(answer.tensors?.find(tensor => tensor.name === name), halves.get(name)), open);
  filled(document.getElementById("sections"), {}, [
    section("network", "Network", "How much signal is left beside the noise of quantization (SQNR), layer by layer.",
      all.length > 0 ? explorer(all, answer, open) : null),
    section("tensors", "Tensors", null, answer.tensors?.length > 0 ? tensorTable(answer.tensors, open) : null),
    section("flips", "Images that flipped", null, answer.flips ? flips(answer.flips, labels, answer.verdict.candidate) : null),
    section("classes", "Classes", "p is corrected for looking at every class (Holm).", classes.length > 1 ? classTable(classes, labels) : null),
    section("calibration", "Calibration", null, calibration(answer.calibration, open)),
    section("provenance", "Where this comes from", null, provenance(answer)),
  ]);
  drawWaiting();
}

/** Browsers whose style sheets cannot open what is folded print it open all the same. */
function openForPrint() {
  const folded = [...document.querySelectorAll("details:not([open])")];
  folded.forEach(details => { details.open = true; });
  addEventListener("afterprint", () => folded.forEach(details => { details.open = false; }), {once: true});
}

addEventListener("beforeprint", openForPrint);
page(JSON.parse(document.getElementById("answer").textContent));
