"use strict";

/** The samples that one model gets right and the other wrong. */
function flips(flipped, labels, candidate) {
  const shown = kind => flipped.shown.filter(flip => flip.kind === kind);
  return [gallery("Lost", `right in float, wrong in ${candidate}`, flipped.lost, shown("lost"), labels),
    gallery("Gained", `wrong in float, right in ${candidate}`, flipped.gained, shown("gained"), labels)];
}

function gallery(title, meaning, total, shown, labels) {
  if (total === 0) {
    return null;
  }
  const some = shown.length < total ? `, the first ${shown.length} shown` : "";
  return element("div", {class: "gallery"},
    element("h3", {}, `${title} ${count(total)} `, element("small", {}, meaning + some)),
    element("ul", {}, shown.map(flip => element("li", {},
      flip.picture ? element("img", {src: flip.picture, alt: `sample ${flip.sample}`})
        : element("span", {class: "sample"}, `#${flip.sample}`),
      element("span", {class: "prediction", title: `sample ${flip.sample}`},
        outcome(flip.reference, flip.label, labels), " \u2192 ", outcome(flip.candidate, flip.label, labels)),
      flip.reference !== flip.label && flip.candidate !== flip.label
        ? element("small", {}, `is ${className(flip.label, labels)}`) : null))));
}

function outcome(prediction, label, labels) {
  return element(prediction === label ? "b" : "s", {class: prediction === label ? "right" : "wrong"},
    className(prediction, labels));
}

function className(label, labels) {
  return labels[label] ?? `class ${label}`;
}

/** What changed in each class, by how sure that is; the p are corrected for looking at all of them. */
function classTable(classes, labels) {
  const reach = Math.max(0.1, ...classes.map(entry => Math.abs(entry.change)));
  return table("Classes", [
    {title: "class", value: entry => className(entry.class, labels)},
    {title: "n", value: entry => entry.n, text: count, numeric: true},
    {title: "lost", value: entry => entry.lost, text: count, numeric: true},
    {title: "gained", value: entry => entry.gained, text: count, numeric: true},
    {title: "change", value: entry => entry.change, numeric: true, cell: entry => changeBar(entry, reach)},
    {title: "p", value: entry => entry.p, text: probability, numeric: true, minor: true},
    {title: "p, Holm", value: entry => entry.p_holm, numeric: true,
      cell: entry => probability(entry.p_holm) + (entry.p_holm < ALPHA ? " *" : "")},
  ], classes.toSorted((a, b) => a.p - b.p));
}

function changeBar(entry, reach) {
  const size = 50 * Math.abs(entry.change) / reach;
  const effect = entry.p_holm < ALPHA ? entry.change < 0 ? "worse" : "better" : "open";
  return [signed(entry.change), bar(effect, entry.change < 0 ? 50 - size : 50, size)];
}
