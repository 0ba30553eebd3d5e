/// Whether an accuracy changed: predictions paired per sample, exact tests, intervals, power, corrections for several looks,
/// and what a reported accuracy can be. It knows no model: what is wrong with its arguments is an
/// `IllegalArgumentException`, whose message says what came and what was needed.
package dev.vernier.stats;
