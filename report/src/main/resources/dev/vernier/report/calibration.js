"use strict";

/** Whether the ranges had settled: how far each scale moved when the number of samples doubled. */
function calibration(calibrated, open) {
  const settling = calibrated?.settling;
  if (!settling) {
    return null;
  }
  const moved = settling.tensors.filter(entry => entry.movement >= settling.limit).length;
  const verdict = moved === 0
    ? `All ${counted(settling.tensors.length, "scale")} moved by less than ${share(settling.limit)} when the number of samples doubled: they had settled.`
    : `${count(moved)} of ${counted(settling.tensors.length, "scale")} moved by ${share(settling.limit)} or more when the number of samples doubled: calibrate on more samples.`;
  const halves = new Map(calibrated.halves.map(entry => [entry.tensor, entry]));
  const reach = Math.max(1.5 * settling.limit, ...settling.tensors.map(entry => entry.movement));
  const range = half => half ? `${short(half.low)} to ${short(half.high)}` : "";
  return [element("p", {}, `${verdict} It saw ${counted(calibrated.n, "sample")}${calibrated.data ? ` of ${calibrated.data}` : ""}.`),
    table("How far each scale moved", [
      {title: "tensor", value: entry => entry.tensor, cell: entry => tensorLink(entry.tensor, open)},
      {title: "moved", value: entry => entry.movement, numeric: true, cell: entry => movement(entry, settling.limit, reach)},
      {title: "one half saw", value: entry => halves.get(entry.tensor)?.even.high, numeric: true, minor: true,
        cell: entry => range(halves.get(entry.tensor)?.even)},
      {title: "the other half", value: entry => halves.get(entry.tensor)?.odd.high, numeric: true, minor: true,
        cell: entry => range(halves.get(entry.tensor)?.odd)},
    ], settling.tensors.toSorted((a, b) => b.movement - a.movement), {most: 10})];
}

function movement(entry, limit, reach) {
  return [share(entry.movement), bar(entry.movement < limit ? "open" : "worse", 0, 100 * entry.movement / reach,
    100 * limit / reach)];
}
