"use strict";

/** Where the numbers come from. */
function provenance(answer) {
  const known = answer.provenance;
  const calibrated = answer.calibration;
  const file = entry => entry && [entry.file ?? "not kept", element("br"),
    element("small", {}, `${bytes(entry.bytes)}, SHA-256 `, element("code", {class: "hash"}, entry.sha256))];
  return facts([
    ["float model", file(known?.reference)],
    ["int8 model", file(known?.candidate)],
    ["files", answer.a ? [answer.a.file, element("br"), answer.b.file] : null],
    ["paired by", answer.paired_by],
    ["data", answer.data],
    ["preprocessing", answer.preprocess],
    ["quantization", calibrated?.qconfig],
    ["calibration", calibrated && [`${count(calibrated.n)} samples${calibrated.data ? ` of ${calibrated.data}` : ""}, observer ${calibrated.observer}`,
      element("br"), element("small", {}, "fingerprint ", element("code", {class: "hash"}, calibrated.fingerprint))]],
    ["engine", answer.engine],
    ["Vernier", answer.version],
    ["Java", known?.java],
    ["machine", known?.system],
    ["made", known?.created],
  ]);
}
