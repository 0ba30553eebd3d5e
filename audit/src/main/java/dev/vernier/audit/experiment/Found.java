package dev.vernier.audit.experiment;

import dev.vernier.audit.finding.Finding;

/// A fault that alone brings back some of the accuracy.
///
/// @param recovered samples that are right with it undone, less those that are wrong then
record Found(Finding finding, int recovered) {}
