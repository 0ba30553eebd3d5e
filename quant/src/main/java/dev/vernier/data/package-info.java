/// Data sets: what a user points at ([dev.vernier.data.DataSpec]), the samples behind it, their preprocessing, and
/// loading in parallel whose results never depend on how many threads did it.
package dev.vernier.data;
