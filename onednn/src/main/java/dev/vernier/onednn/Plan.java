package dev.vernier.onednn;

import java.util.List;
import java.util.function.IntConsumer;

/// A graph compiled for one batch size: steps in order, over memory that is bound.
///
/// @param bytes the memory that all activations and scratch space share
record Plan(List<Step> steps, long bytes) {
    Plan {
        steps = List.copyOf(steps);
    }

    void run() {
        run(done -> {});
    }

    /// @param onTheWay hears how many steps are done, from 0 on
    void run(IntConsumer onTheWay) {
        onTheWay.accept(0);
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).run();
            onTheWay.accept(i + 1);
        }
    }
}
