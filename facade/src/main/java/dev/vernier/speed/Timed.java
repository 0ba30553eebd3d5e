package dev.vernier.speed;

import java.time.Duration;

/// Something that is timed again and again, always doing the same work.
@FunctionalInterface
public interface Timed {
    /// Does the work so many times, without a pause.
    void run(int times);

    /// For about how long it works in a round.
    default Duration burst() {
        return Duration.ofMillis(10);
    }

    /// One that does the work once at a time.
    static Timed of(Runnable work) {
        return times -> {
            for (int i = 0; i < times; i++) {
                work.run();
            }
        };
    }
}
