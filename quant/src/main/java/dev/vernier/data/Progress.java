package dev.vernier.data;

/// Hears how far a long piece of work has come.
@FunctionalInterface
public interface Progress {
    /// Listens to nothing.
    Progress NONE = (done, total) -> {};

    void at(long done, long total);
}
