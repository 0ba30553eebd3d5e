package dev.vernier.report;

/// An answer that people read line by line, and scripts as JSON.
public interface Spoken {
    /// What people read of it.
    void say(Lines lines);

    /// What a command ends with that gives it.
    default int exitStatus() {
        return 0;
    }
}
