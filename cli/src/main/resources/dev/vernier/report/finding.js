"use strict";

/** What was found, the gravest first, each with what it rests on. `histogram` draws a tensor where there are data. */
function findings(found, {open, evidence}) {
  return found.map(finding => element("article", {class: `finding ${finding.severity}`},
    element("header", {},
      element("span", {class: "severity"}, finding.severity),
      element("h3", {}, finding.id),
      finding.tensor === null ? null : tensorLink(finding.tensor, open)),
    element("p", {}, finding.text),
    facts([
      ["evidence", finding.evidence],
      ["undone", finding.counterfactual],
      ["remedy", finding.remedy],
    ]),
    finding.tensor === null ? null : evidence(finding.tensor)));
}

function tensorLink(tensor, open) {
  return open(tensor) === null ? element("code", {}, tensor)
    : element("a", {class: "tensor", href: layerAddress(open(tensor))}, tensor);
}

function layerAddress(name) {
  return `#layer=${encodeURIComponent(name)}`;
}
