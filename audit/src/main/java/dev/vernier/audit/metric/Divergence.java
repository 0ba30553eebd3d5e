package dev.vernier.audit.metric;

import dev.vernier.audit.error.Sqnr;
import java.util.OptionalDouble;

/// How far a model's scores are from the float one's on the same samples. It needs no labels.
///
/// @param n how many samples were compared: the first ones, as many as memory was set aside for
/// @param sqnr of the scores
/// @param kl the mean Kullback-Leibler divergence in nats of the classes' probabilities from the float model's, of softmax
///     where the scores are none themselves; empty where there is one score for a sample
public record Divergence(int n, Sqnr sqnr, OptionalDouble kl) {}
