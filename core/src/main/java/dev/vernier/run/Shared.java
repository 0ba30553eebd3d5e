package dev.vernier.run;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Something that several holders use side by side, and that is released when the last of them lets go.
public final class Shared<T> {
    private final T value;
    private final Consumer<T> release;
    private final AtomicInteger holders = new AtomicInteger(1);

    private Shared(T value, Consumer<T> release) {
        this.value = value;
        this.release = release;
    }

    /// With one holder, the caller.
    public static <T> Shared<T> of(T value, Consumer<T> release) {
        return new Shared<>(value, release);
    }

    public T value() {
        return value;
    }

    /// Adds a holder, on any thread.
    ///
    /// @throws IllegalStateException where the last one has let go
    public Shared<T> hold() {
        if (holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
            throw new IllegalStateException("session is closed, needed one that is open");
        }
        return this;
    }

    /// Takes one holder away; it calls this once.
    public void letGo() {
        if (holders.decrementAndGet() == 0) {
            release.accept(value);
        }
    }
}
