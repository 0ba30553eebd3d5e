/// Whether an accuracy changed, and why: predictions paired per sample, exact tests, intervals, and what they cannot
/// say.
package dev.vernier.audit;
