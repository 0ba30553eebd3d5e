"use strict";

/** Operators that are drawn with the one whose result they reshape element by element. */
const ATTACHED = new Set(["relu", "clip", "identity", "sigmoid", "hard_sigmoid", "hard_swish"]);
const ROW = 32;
const LANE = 9;
const LANES = 7;

/**
 * The network as steps: nodes in order, each with those that only clamp or bend what it makes, unless what lies between
 * them is quantized. A step knows the answers about its result and its weights.
 */
function steps(answer) {
  const network = answer.network;
  const tensors = new Map(answer.tensors.map(tensor => [tensor.name, tensor]));
  const weights = new Map(answer.weights.map(weight => [weight.tensor, weight]));
  const readers = new Map();
  network.nodes.forEach(node => node.inputs.forEach(input => readers.set(input, (readers.get(input) ?? 0) + 1)));
  const made = network.inputs.map(input => ({name: input.name, ops: ["input"], inputs: [], constants: [],
    outputs: [input.name], type: input.type}));
  for (const node of network.nodes) {
    const before = made.find(step => step.outputs.includes(node.inputs[0]));
    const result = node.inputs[0];
    if (ATTACHED.has(node.op) && node.inputs.length === 1 && before?.ops[0] !== "input" && before?.outputs.at(-1) === result
        && readers.get(result) === 1 && !tensors.has(result) && !network.outputs.includes(result)) {
      before.ops.push(node.op);
      before.outputs.push(...node.outputs);
      before.type = node.types[0];
    } else {
      made.push({name: node.name, ops: [node.op], inputs: node.inputs, constants: node.constants,
        outputs: [...node.outputs], type: node.types[0]});
    }
  }
  return made.map((step, place) => ({...step, place, result: tensors.get(step.outputs.at(-1)),
    weight: step.constants.map(name => weights.get(name)).find(Boolean),
    weightTensor: step.constants.map(name => tensors.get(name)).find(tensor => tensor?.kind === "weight"),
    biasTensor: step.constants.map(name => tensors.get(name)).find(tensor => tensor?.kind === "bias")}));
}

/** The ways to look at a step's error, in dB. */
const VIEWS = [
  {id: "cumulative", title: "all before it", colour: "accent", of: step => step.result?.sqnr_db},
  {id: "layer", title: "this layer alone", colour: "second", of: step => step.result?.layer_sqnr_db},
  {id: "local", title: "its codes alone", colour: "calm", of: step => step.result?.local_sqnr_db},
  {id: "weights", title: "its weights", of: step => step.weightTensor?.local_sqnr_db},
];

function viewsOf(all) {
  return VIEWS.filter(view => all.some(step => isNumber(view.of(step))));
}

/** From calm at 40 dB to alarm at 10 dB. */
function errorColour(ratio) {
  const alarm = Math.round(100 * Math.min(1, Math.max(0, (40 - ratio) / 30)));
  return isNumber(ratio) ? `color-mix(in oklab, var(--alarm) ${alarm}%, var(--calm))` : "var(--line)";
}

/** The steps from top to bottom with the branches that pass others by, coloured by error. */
function network(all, views, address) {
  const branches = lanes(skips(all));
  const width = 12 + LANE * Math.min(LANES, Math.max(0, ...branches.map(branch => branch.lane + 1)));
  const rows = all.map(step => element("li", {style: {height: `${ROW}px`}},
    element("a", {class: "step", href: address(step), "data-step": step.name, style: {"padding-left": `${width + 8}px`}},
      element("span", {class: "swatch"}),
      element("span", {class: "op"}, step.ops.join(" \u00b7 ")),
      element("span", {class: "label"}, step.name),
      element("span", {class: "type"}, step.type),
      element("span", {class: "ratio"}))));
  const show = view => rows.forEach((row, place) => {
    const ratio = view.of(all[place]);
    row.querySelector(".swatch").style.setProperty("border-color", errorColour(ratio));
    row.querySelector(".ratio").textContent = decibels(ratio);
  });
  if (views.length > 0) {
    show(views[0]);
  }
  const choices = views.map((view, place) => element("label", {}, element("input",
    {type: "radio", name: "view", value: view.id, checked: place === 0, change: () => show(view)}), view.title));
  return element("div", {class: "network"},
    views.length === 0 ? null : element("fieldset", {class: "views"}, element("legend", {}, "coloured by the error"), choices,
      element("span", {class: "scale", "aria-hidden": true}, "10 dB", element("i"), "40 dB")),
    element("div", {class: "drawing"}, edges(all, branches, width), element("ol", {}, rows)));
}

/** Edges between steps that do not follow each other. */
function skips(all) {
  const places = new Map(all.flatMap(step => step.outputs.map(output => [output, step.place])));
  return all.flatMap(step => [...new Set(step.inputs.map(input => places.get(input)))]
    .filter(from => from !== undefined && from < step.place - 1)
    .map(from => ({from, to: step.place})));
}

/** Gives each branch the first lane that is free all along it. */
function lanes(branches) {
  const ends = [];
  return branches.toSorted((a, b) => a.from - b.from || a.to - b.to).map(branch => {
    const free = ends.findIndex(end => end <= branch.from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = branch.to;
    return {...branch, lane};
  });
}

function edges(all, branches, width) {
  const middle = place => place * ROW + ROW / 2;
  const places = new Map(all.flatMap(step => step.outputs.map(output => [output, step.place])));
  const follows = all.filter(step => step.inputs.some(input => places.get(input) === step.place - 1));
  const trunk = width - 4;
  return drawn("svg", {class: "edges", width, height: all.length * ROW, "aria-hidden": true},
    follows.map(step => drawn("path", {d: `M${trunk} ${middle(step.place - 1)}V${middle(step.place)}`})),
    branches.map(({from, to, lane}) => {
      const x = trunk - LANE * (1 + lane % LANES);
      const bend = Math.min(LANE, ROW / 2);
      return drawn("path", {class: "branch", d: `M${trunk} ${middle(from)}H${x + bend}Q${x} ${middle(from)} ${x} ${middle(from) + bend}`
        + `V${middle(to) - bend}Q${x} ${middle(to)} ${x + bend} ${middle(to)}H${trunk}`});
    }),
    all.map(step => drawn("circle", {cx: trunk, cy: middle(step.place), r: 2.5})));
}
