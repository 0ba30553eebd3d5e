package dev.vernier.onednn;

import java.util.List;

/// A graph compiled for one batch size: steps in order, over memory that is bound.
///
/// @param bytes the memory that all activations and scratch space share
record Plan(List<Step> steps, long bytes) {
    Plan {
        steps = List.copyOf(steps);
    }

    void run() {
        for (Step step : steps) {
            step.run();
        }
    }
}
