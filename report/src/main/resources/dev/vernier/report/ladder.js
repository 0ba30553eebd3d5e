"use strict";

/** Each rung's change against the first one, with its interval, on a common scale. */
function ladder(rungs, deployed) {
  const climbed = rungs.filter(rung => !rung.skipped && isNumber(rung.ci_low));
  const low = Math.min(-0.05, ...climbed.map(rung => rung.ci_low));
  const high = Math.max(0.05, ...climbed.map(rung => rung.ci_high));
  const margin = 0.05 * (high - low);
  const place = points => `${100 * (points - low + margin) / (high - low + 2 * margin)}%`;
  return element("div", {class: "ladder", role: "list"},
    rungs.map(rung => rungRow(rung, rung === rungs[0], rung.id === deployed, place)),
    element("div", {class: "rung axis", "aria-hidden": true}, element("span"),
      element("span", {class: "track"}, ticks(low, high).map(points => element("span",
        {class: "tick", style: {left: place(points)}}, points === 0 ? "0" : signed(points, high - low < 0.6 ? 2 : high - low < 6 ? 1 : 0)))),
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
    element("span", {class: "track"}, element("span", {class: "zero", style: {left: place(0)}}),
      isNumber(rung.ci_low) && !isReference ? [
        element("span", {class: "interval", style: {left: place(rung.ci_low),
          width: `calc(${place(rung.ci_high)} - ${place(rung.ci_low)})`}}),
        element("span", {class: "dot", style: {left: place(rung.change)}})] : null),
    element("span", {class: "figures"},
      element("b", {}, isReference ? `${fixed(rung.top1, 2)} %` : isNumber(rung.change) ? signed(rung.change) : ""),
      element("small", {}, isReference ? "reference" : isNumber(rung.p) ? probabilityText(rung.p) + (real ? " *" : "")
        : "other samples")));
}

/** Round numbers from one end to the other, at most six, zero among them. */
function ticks(low, high) {
  const step = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20].find(size => (high - low) / size <= 5) ?? 50;
  const first = Math.ceil(low / step);
  return Array.from({length: Math.floor(high / step) - first + 1}, (_, place) => (first + place) * step);
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
