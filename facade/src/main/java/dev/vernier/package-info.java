/// Vernier as a library: [dev.vernier.Vernier] reads, quantizes, audits and writes models. Of all packages this one is
/// promised to stay as it is.
package dev.vernier;
