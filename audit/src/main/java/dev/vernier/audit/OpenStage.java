package dev.vernier.audit;

import dev.vernier.graph.Graph;
import dev.vernier.run.Session;
import dev.vernier.tensor.InputException;

/// A stage whose session is open.
record OpenStage(Graph graph, Session session) implements AutoCloseable {
    /// Says why a stage cannot be opened, in one line.
    static final class Closed extends Exception {
        private static final long serialVersionUID = 1;

        Closed(Throwable reason) {
            super(String.valueOf(reason.getMessage()).lines().findFirst().orElse(""), reason);
        }
    }

    /// @throws Closed where its graph cannot be made, or its engine does not run it or does not load
    static OpenStage of(Stage stage) throws Closed {
        try {
            Graph graph = stage.graph().get();
            return new OpenStage(graph, stage.open().apply(graph));
        } catch (IllegalArgumentException | InputException | LinkageError reason) {
            throw new Closed(reason);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
