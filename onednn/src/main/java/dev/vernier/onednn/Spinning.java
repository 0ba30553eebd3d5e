package dev.vernier.onednn;

import dev.vernier.run.ProcessVariable;

/// How long an OpenMP thread keeps its core while it waits for the others. GCC's runtime spins for milliseconds unless
/// told otherwise, so that with one busy core threads wait for each other as long as the scheduler's time slices are.
/// It reads the environment once, when it is loaded.
final class Spinning {
    /// Long enough to meet the next primitive awake, short beside a time slice.
    private static final String TURNS = "2000";
    private static final String NAME = "GOMP_SPINCOUNT";

    private Spinning() {}

    /// Sets a limit for the process where its environment says nothing, as `vernier` does before it starts the JVM.
    static void limit() {
        if (System.getenv(NAME) == null && System.getenv("OMP_WAIT_POLICY") == null) {
            new ProcessVariable(NAME, TURNS).setIfAbsent();
        }
    }
}
