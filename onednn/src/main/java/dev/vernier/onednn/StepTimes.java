package dev.vernier.onednn;

import java.util.List;

/// How long steps take, one by one.
final class StepTimes {
    private StepTimes() {}

    /// Runs all steps in order.
    ///
    /// @return nanoseconds of each
    static long[] run(List<Runnable> steps) {
        long[] nanoseconds = new long[steps.size()];
        for (int i = 0; i < nanoseconds.length; i++) {
            long start = System.nanoTime();
            steps.get(i).run();
            nanoseconds[i] = System.nanoTime() - start;
        }
        return nanoseconds;
    }
}
