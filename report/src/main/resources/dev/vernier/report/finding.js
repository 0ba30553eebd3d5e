"use strict";

/** Adds to each finding about a tensor the way to its layer, and a picture of its values where they were counted. */
function illustrate(evidence, open) {
  document.querySelectorAll(".finding[data-tensor]").forEach(finding => {
    finding.querySelector("code.tensor").replaceWith(tensorLink(finding.dataset.tensor, open));
    filled(finding, {}, [evidence(finding.dataset.tensor)]);
  });
}

function tensorLink(tensor, open) {
  return open(tensor) === null ? element("code", {}, breakable(tensor))
    : element("a", {class: "tensor", href: layerAddress(open(tensor))}, breakable(tensor));
}

/** A name that lines may break in, behind its signs and not inside its words. */
function breakable(name) {
  return name.split(/(?<=[/._:])/).flatMap((part, place) => place === 0 ? [part] : [element("wbr"), part]);
}

function layerAddress(name) {
  return `#layer=${encodeURIComponent(name)}`;
}
