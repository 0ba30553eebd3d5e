"use strict";

/** A colour of the style sheet, as it is under the reader's colour scheme. */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

const charts = new Set();

/** Draws what has a place by now, where waiting for its width would be too late. */
const waiting = new Set();
const drawWaiting = () => [...waiting].forEach(fit => fit());

/** A chart as wide as its place, which follows that width and the colour scheme. */
function chart(options, data, label) {
  const host = element("div", {class: "chart", role: "img", "aria-label": label, style: {"min-height": `${options.height}px`}});
  const size = () => ({width: Math.max(host.clientWidth, 100), height: options.height});
  let plot = null;
  const fit = () => {
    waiting.delete(fit);
    if (!host.isConnected) {
      watcher.disconnect();
      charts.delete(plot);
      plot?.destroy();
    } else if (plot === null) {
      plot = new uPlot({...options, ...size()}, data, host);
      charts.add(plot);
    } else {
      plot.setSize(size());
    }
  };
  const watcher = new ResizeObserver(() => requestAnimationFrame(fit));
  watcher.observe(host);
  waiting.add(fit);
  return host;
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.forEach(plot => plot.redraw()));

function axis(options) {
  return {stroke: () => colour("quiet"), font: "12px system-ui, sans-serif",
    grid: {stroke: () => colour("line"), width: 1}, ticks: {show: false}, ...options};
}

/** Counts on a logarithmic scale that has a zero; they all count once more for it. */
const logarithmic = counts => counts.map(value => Math.log10(1 + value));

const COUNT_AXIS = {size: 48, splits: (plot, place, low, high) =>
  Array.from({length: Math.floor(high) + 1}, (_, power) => power),
  values: (plot, powers) => powers.map(power => power === 0 ? "0" : power < 3 ? count(10 ** power) : power < 6 ? `${10 ** (power - 3)} k` : `${count(10 ** (power - 6))} M`)};

/**
 * How many values lie where, with the ends beyond which codes saturate.
 *
 * @param histograms of equal bins, each `{low, width, counts}` with a name
 * @param ends `[low, high]`, or none
 */
function histogram(histograms, ends, label) {
  const [first] = histograms;
  const edges = Array.from({length: first.counts.length + 1}, (_, bin) => first.low + bin * first.width);
  const from = Math.min(first.low, ends?.[0] ?? Infinity);
  const to = Math.max(first.low + first.counts.length * first.width, ends?.[1] ?? -Infinity);
  const margin = 0.03 * (to - from) || 1;
  const colours = ["accent", "second"];
  return chart({
    height: 200,
    legend: {show: histograms.length > 1, live: false},
    cursor: {y: false, points: {show: false}},
    scales: {x: {time: false, range: () => [from - margin, to + margin]}, y: {range: (plot, low, high) => [0, Math.max(1, high * 1.05)]}},
    axes: [axis({size: 30, grid: {show: false}, values: (plot, values) => values.map(short)}), axis(COUNT_AXIS)],
    series: [{}, ...histograms.map(({name}, place) => ({
      label: name, stroke: () => colour(colours[place]), width: 1.5,
      fill: () => `color-mix(in srgb, ${colour(colours[place])} 25%, transparent)`,
      points: {show: false}, paths: uPlot.paths.stepped({align: 1}),
    }))],
    hooks: {draw: ends ? [plot => drawEnds(plot, ends)] : []},
  }, [edges, ...histograms.map(({counts}) => logarithmic([...counts, counts.at(-1)]))], label);
}

function drawEnds(plot, ends) {
  const {ctx, bbox} = plot;
  ctx.save();
  ctx.strokeStyle = colour("alarm");
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const end of ends) {
    const x = plot.valToPos(end, "x", true);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

/** The smallest and the largest value of each channel, and of its codes where there are any. */
function channelRanges(values, codes) {
  const edges = Array.from({length: values.low.length + 1}, (_, channel) => channel);
  const stepped = ends => edges.map(channel => ends[Math.min(channel, values.low.length - 1)] ?? null);
  const line = (label, name, dash) => ({label, stroke: () => colour(name), width: 1.25, dash, points: {show: false},
    paths: uPlot.paths.stepped({align: 1})});
  return chart({
    height: 200,
    legend: {show: false},
    cursor: {y: false},
    scales: {x: {time: false}},
    axes: [axis({size: 30, grid: {show: false}, values: (plot, values) => values.map(value => Number.isInteger(value) ? value : "")}),
      axis({size: 52, values: (plot, values) => values.map(short)})],
    series: [{}, line("float low", "accent"), line("float high", "accent"), line("int8 low", "alarm", [4, 3]),
      line("int8 high", "alarm", [4, 3])],
    bands: [{series: [2, 1], fill: () => `color-mix(in srgb, ${colour("accent")} 15%, transparent)`}],
  }, [edges, ...[values.low, values.high, codes.low, codes.high].map(stepped)],
  "Smallest and largest value of each channel, in float and of its codes");
}

/**
 * What is left of the signal from the first layer to the last.
 *
 * @param series each `{name, colour, values}`
 * @param chosen hears which place was clicked
 */
function depth(series, chosen) {
  const places = series[0].values.map((_, place) => place);
  return chart({
    height: 180,
    legend: {show: series.length > 1, live: false},
    cursor: {y: false, bind: {click: (plot, target, handler) => event => {
      handler(event);
      if (isNumber(plot.cursor.idx)) {
        chosen(plot.cursor.idx);
      }
    }}},
    scales: {x: {time: false}, y: {range: (plot, low, high) => [Math.min(0, low), Math.max(40, high * 1.05)]}},
    axes: [axis({show: false}), axis({size: 52, values: (plot, values) => values.map(value => `${value} dB`)})],
    series: [{}, ...series.map(({name, colour: tone}) => ({label: name, stroke: () => colour(tone), width: 2,
      points: {show: true, size: 5, fill: () => colour("paper")}}))],
  }, [places, ...series.map(({values}) => values)], "Signal to quantization noise from the first layer to the last");
}
