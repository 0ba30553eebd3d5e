"use strict";

/** Each rung's change against the first one, with its interval, on a common scale. */
function ladder(rungs, deployed) {
  const climbed = rungs.filter(rung => !rung.skipped && isNumber(rung.ci_low));
  const reach = 1.08 * Math.max(0.1, ...climbed.map(rung => Math.max(Math.abs(rung.ci_low), Math.abs(rung.ci_high))));
  const place = points => `${50 + 50 * points / reach}%`;
  return element("div", {class: "ladder", role: "list"},
    rungs.map(rung => rungRow(rung, rung === rungs[0], rung.id === deployed, place)),
    element("div", {class: "rung axis", "aria-hidden": true}, element("span"),
      element("span", {class: "track"}, ticks(reach).map(points => element("span",
        {class: "tick", style: {left: place(points)}}, points === 0 ? "0" : signed(points, digitsOf(reach))))),
      element("span", {class: "unit"}, "points")));
}

function rungRow(rung, isReference, isDeployed, place) {
  const name = element("span", {class: "name", title: rung.step?.text}, rung.id);
  if (rung.skipped) {
    return element("div", {class: "rung skipped", role: "listitem"}, name, element("span", {class: "why"},
      `skipped: ${rung.skipped}`));
  }
  const real = !isReference && rung.p < ALPHA;
  const effect = isReference || !isNumber(rung.p) ? "" : real ? rung.change < 0 ? "worse" : "better" : "open";
  return element("div", {class: `rung ${effect} ${isDeployed ? "deployed" : ""}`, role: "listitem"}, name,
    element("span", {class: "track"}, element("span", {class: "zero"}),
      isNumber(rung.ci_low) && !isReference ? [
        element("span", {class: "interval", style: {left: place(rung.ci_low),
          width: `calc(${place(rung.ci_high)} - ${place(rung.ci_low)})`}}),
        element("span", {class: "dot", style: {left: place(rung.change)}})] : null),
    element("span", {class: "figures"},
      element("b", {}, isReference ? `${fixed(rung.top1, 2)} %` : isNumber(rung.change) ? signed(rung.change) : ""),
      element("small", {}, isReference ? "reference" : isNumber(rung.p) ? `p = ${probability(rung.p)}${real ? " *" : ""}`
        : "other samples")));
}

function ticks(reach) {
  const step = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50].find(size => reach / size <= 3) ?? 100;
  const up = Math.floor(reach / step);
  return Array.from({length: 2 * up + 1}, (_, place) => (place - up) * step);
}

function digitsOf(reach) {
  return reach < 0.3 ? 2 : reach < 3 ? 1 : 0;
}

function rungTable(rungs) {
  return table([
    {title: "rung", value: rung => rung.id},
    {title: "correct", value: rung => rung.correct, text: count, numeric: true},
    {title: "top-1 %", value: rung => rung.top1, text: value => fixed(value, 2), numeric: true},
    {title: "change", value: rung => rung.change, text: value => isNumber(value) ? signed(value) : "", numeric: true},
    {title: "95 % interval", value: rung => rung.ci_low, numeric: true,
      cell: rung => isNumber(rung.ci_low) ? interval(rung.ci_low, rung.ci_high) : rung.skipped ?? ""},
    {title: "lost", value: rung => rung.lost, text: count, numeric: true},
    {title: "gained", value: rung => rung.gained, text: count, numeric: true},
    {title: "agree %", value: rung => rung.agreement, text: value => fixed(value, 2), numeric: true, minor: true},
    {title: "p", value: rung => rung.p, text: probability, numeric: true},
    {title: "images/s", value: rung => rung.images_per_second, text: count, numeric: true, minor: true},
  ], rungs);
}
