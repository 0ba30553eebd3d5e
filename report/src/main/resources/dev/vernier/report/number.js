"use strict";

const MINUS = "\u2212";

function fixed(value, digits) {
  return !isNumber(value) ? "" : value.toLocaleString("en-US", {minimumFractionDigits: digits, maximumFractionDigits: digits})
    .replace("-", MINUS);
}

function signed(value, digits = 2) {
  const rounded = Number(value.toFixed(digits)) + 0;
  return (rounded < 0 ? "" : "+") + fixed(rounded, digits);
}

function count(value) {
  return fixed(value, 0);
}

/** Such as `1 sample`, `1,024 samples`. */
function counted(value, noun) {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

function short(value) {
  return !isNumber(value) ? "" : String(Number(value.toPrecision(4))).replace("-", MINUS);
}

function share(value) {
  return !isNumber(value) ? "" : `${short(100 * value)}\u00a0%`;
}

function interval(low, high) {
  return `${signed(low)} to ${signed(high)}`;
}

function probability(p) {
  return !isNumber(p) ? "" : p < 0.0001 ? "<\u20090.0001" : p.toFixed(p < 0.1 ? 4 : 2);
}

/** As in a sentence: `p = 0.031`. */
function probabilityText(p) {
  return p < 0.0001 ? "p <\u20090.0001" : `p = ${probability(p)}`;
}

function decibels(value) {
  return isNumber(value) ? `${fixed(value, 1)}\u00a0dB` : "";
}

function bytes(size) {
  return size < 1e6 ? `${count(size / 1e3)}\u00a0kB` : `${fixed(size / 1e6, 1)}\u00a0MB`;
}

function isNumber(value) {
  return typeof value === "number" && Number.isFinite(value);
}

/** The McNemar test's level. */
const ALPHA = 0.05;
