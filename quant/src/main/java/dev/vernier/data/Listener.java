package dev.vernier.data;

import java.util.function.Function;

/// Hears what long work does on its way to the answer.
public interface Listener {
    /// Listens to nothing.
    Listener NONE = new Listener() {
        @Override
        public <T> T during(String task, String unit, long total, Function<Progress, T> work) {
            return work.apply(Progress.NONE);
        }

        @Override
        public void note(String line) {}

        @Override
        public void warn(String line) {}
    };

    /// Work that takes long: it hears what that is, has it done, and gives the result back.
    ///
    /// @param task a word or two
    /// @param unit what is counted, in the plural
    /// @param work hears nothing else while it runs
    <T> T during(String task, String unit, long total, Function<Progress, T> work);

    /// The same with samples.
    default <T> T during(String task, long total, Function<Progress, T> work) {
        return during(task, "samples", total, work);
    }

    /// A line about the way to the answer.
    void note(String line);

    /// A line about something that may have gone wrong, or was given up.
    void warn(String line);
}
