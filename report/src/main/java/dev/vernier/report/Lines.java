package dev.vernier.report;

/// Where people read an answer, line by line.
public interface Lines {
    void say(String line);

    /// What lines may look like there.
    Style style();
}
