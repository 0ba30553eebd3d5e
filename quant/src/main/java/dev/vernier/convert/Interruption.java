package dev.vernier.convert;

import java.util.concurrent.CountDownLatch;

/// Ctrl-C (or a polite kill) while there is something to save. The process ends only when this is closed.
final class Interruption implements AutoCloseable {
    private final CountDownLatch saved = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("vernier-interruption").unstarted(this::holdUp);
    private volatile boolean isRequested;

    private Interruption() {}

    static Interruption listen() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void holdUp() {
        isRequested = true;
        try {
            saved.await();
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isRequested() {
        return isRequested;
    }

    @Override
    public void close() {
        saved.countDown();
        if (!isRequested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException alreadyEnding) {
                // the hook runs now, and finds nothing to wait for
            }
        }
    }
}
