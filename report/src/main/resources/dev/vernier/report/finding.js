"use strict";

const LONG = 240;

/** What was found, the gravest first, each with what it rests on. `evidence` draws a tensor where there are data. */
function findings(found, {open, evidence}) {
  return found.map(finding => element("article", {class: `finding ${finding.severity}`},
    element("header", {},
      element("span", {class: "severity"}, finding.severity),
      element("h3", {}, finding.id),
      finding.tensor === null ? null : tensorLink(finding.tensor, open)),
    element("p", {}, finding.text),
    facts([
      ["evidence", shortened(finding.evidence)],
      ["undone", finding.counterfactual],
      ["remedy", finding.remedy],
    ]),
    finding.tensor === null ? null : evidence(finding.tensor)));
}

/** A long text, the rest of which is shown when it is asked for. */
function shortened(text) {
  const end = text.length > LONG ? text.lastIndexOf(" ", LONG) : -1;
  return end < 0 ? text : element("details", {class: "long"},
    element("summary", {}, text.slice(0, end), element("span", {}, " \u2026")), text.slice(end));
}

function tensorLink(tensor, open) {
  return open(tensor) === null ? element("code", {}, tensor)
    : element("a", {class: "tensor", href: layerAddress(open(tensor))}, tensor);
}

function layerAddress(name) {
  return `#layer=${encodeURIComponent(name)}`;
}
