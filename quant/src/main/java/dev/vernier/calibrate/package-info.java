/// Calibration as an exact commutative sum: statistics that merge in any order, what they saw of every tensor, and a
/// fingerprint that proves it.
package dev.vernier.calibrate;
