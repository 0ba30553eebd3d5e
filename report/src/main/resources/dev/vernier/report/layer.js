"use strict";

const CODES = {i4: [-8, 7], i8: [-128, 127], u8: [0, 255], i16: [-32768, 32767], u16: [0, 65535]};

/** The smallest and the largest real that a tensor's codes stand for; none per channel. */
function clippingEnds(tensor) {
  const codes = CODES[tensor.codes];
  return !codes || !isNumber(tensor.scale) ? null : codes.map(code => (code - tensor.zero_point) * tensor.scale);
}

/** A tensor's values with the ends of its codes; nothing where they were not counted. */
function tensorHistogram(tensor, halves) {
  const whole = tensor?.histogram ?? sum(halves);
  return !whole || whole.counts.length === 0 ? null : element("figure", {},
    histogram([{...whole, name: "float values"}], clippingEnds(tensor), `How the values of ${tensor.name} are spread`),
    element("figcaption", {}, "Float values, on a logarithmic scale.",
      clippingEnds(tensor) ? ` Dashed: codes end at ${clippingEnds(tensor).map(short).join(" and ")}.` : ""));
}

function sum(halves) {
  const [even, odd] = [halves?.even.histogram, halves?.odd.histogram];
  return !even || !odd ? null : {...even, counts: even.counts.map((value, bin) => value + odd.counts[bin])};
}

/** All that is known of one step. */
function layerPanel(step, answer, close) {
  const {result, weight, weightTensor, biasTensor} = step;
  const halves = answer.calibration?.halves.find(entry => entry.tensor === result?.name);
  return [
    element("header", {}, element("h3", {tabindex: -1}, step.name),
      element("button", {type: "button", class: "close", "aria-label": "Close", click: close}, "\u00d7")),
    element("p", {class: "lead"}, `${step.ops.join(" \u00b7 ")} \u2192 ${step.type}`),
    result ? tensorFacts(result) : element("p", {}, "What it makes is not quantized."),
    tensorHistogram(result, halves),
    result?.channels ? channelFigure(result, {low: [], high: []}) : null,
    halves ? element("details", {}, element("summary", {}, "What each half of the calibration saw"), halvesOf(halves)) : null,
    weightTensor ? [element("h4", {}, "Weights"), tensorFacts(weightTensor)] : null,
    weightTensor?.histogram ? tensorHistogram(weightTensor) : null,
    weight && weightTensor?.channels ? channels(weight, weightTensor) : null,
    biasTensor ? [element("h4", {}, "Bias"), tensorFacts(biasTensor)] : null,
  ];
}

function tensorFacts(tensor) {
  const several = Array.isArray(tensor.scale);
  return facts([
    ["tensor", element("code", {}, tensor.name)],
    ["codes", tensor.codes + (several ? `, per channel along axis ${tensor.axis}` : "")],
    ["scale", several ? `${short(Math.min(...tensor.scale))} to ${short(Math.max(...tensor.scale))}` : short(tensor.scale)],
    ["zero point", several ? [...new Set(tensor.zero_point)].slice(0, 4).join(", ") : String(tensor.zero_point)],
    ["SQNR", decibels(tensor.sqnr_db) || tensor.sqnr_reason],
    ...(tensor.kind === "activation" ? [["this layer alone", decibels(tensor.layer_sqnr_db)],
      ["its codes alone", decibels(tensor.local_sqnr_db)]] : []),
    ["saturated", share(tensor.saturated)],
    ["codes unused", share(tensor.unused)],
  ]);
}

function halvesOf({even, odd}) {
  return [facts([["one half", `${short(even.low)} to ${short(even.high)}`], ["the other", `${short(odd.low)} to ${short(odd.high)}`]]),
    even.histogram && odd.histogram
      ? histogram([{...even.histogram, name: "one half"}, {...odd.histogram, name: "the other"}], null, "What each half of the calibration saw")
      : null];
}

/** The smallest and the largest value of each channel, and of its codes. */
function channelFigure(tensor, codes) {
  return element("figure", {}, channelRanges(tensor.channels, codes), element("figcaption", {},
    `Smallest and largest ${tensor.kind === "weight" ? "weight" : "value"} of each channel in float`
      + (codes.low.length > 0 ? "; dashed: what its codes stand for." : ".")));
}

function channels(weight, tensor) {
  const {low, high} = tensor.channels;
  const rows = weight.sqnr_db.map((ratio, channel) => ({channel, ratio, low: low[channel], high: high[channel],
    lowAfter: weight.low[channel], highAfter: weight.high[channel]}));
  const range = (from, to) => `${short(from)} to ${short(to)}`;
  return [
    channelFigure(tensor, weight),
    element("details", {}, element("summary", {}, "Channel by channel"), table("Channel by channel", [
      {title: "channel", value: row => row.channel, numeric: true},
      {title: "SQNR dB", value: row => row.ratio, text: value => fixed(value, 1), numeric: true},
      {title: "float", value: row => row.high - row.low, cell: row => range(row.low, row.high), numeric: true},
      {title: "int8", value: row => row.highAfter - row.lowAfter, cell: row => range(row.lowAfter, row.highAfter), numeric: true},
    ], rows.toSorted((a, b) => (a.ratio ?? Infinity) - (b.ratio ?? Infinity)), {most: 10})),
  ];
}

/** Every quantized tensor, those with the most noise first. */
function tensorTable(tensors, open) {
  const known = key => tensors.some(tensor => isNumber(tensor[key]));
  const ratio = (title, key) => ({title, value: tensor => tensor[key], text: value => fixed(value, 1), numeric: true});
  return table("Tensors", [
    {title: "tensor", value: tensor => tensor.name, cell: tensor => tensorLink(tensor.name, open)},
    {title: "kind", value: tensor => tensor.kind},
    {title: "codes", value: tensor => tensor.codes, minor: true},
    ratio("SQNR dB", "sqnr_db"),
    known("layer_sqnr_db") ? {...ratio("layer alone", "layer_sqnr_db"), minor: true} : null,
    known("local_sqnr_db") ? {...ratio("codes alone", "local_sqnr_db"), minor: true} : null,
    known("saturated") ? {title: "saturated", value: tensor => tensor.saturated, text: share, numeric: true, minor: true} : null,
    known("unused") ? {title: "unused", value: tensor => tensor.unused, text: share, numeric: true, minor: true} : null,
    {title: "scale", value: tensor => [tensor.scale].flat()[0], numeric: true, minor: true,
      cell: tensor => Array.isArray(tensor.scale) ? counted(tensor.scale.length, "channel") : short(tensor.scale)},
  ].filter(Boolean), tensors.toSorted((a, b) => (a.sqnr_db ?? Infinity) - (b.sqnr_db ?? Infinity)));
}
