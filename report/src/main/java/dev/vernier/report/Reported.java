package dev.vernier.report;

/// An answer that reports are made of.
public sealed interface Reported permits LadderAnswer, ComparisonAnswer, ComparisonAnswer.Several {
    /// What a report about it is called.
    String title();

    /// The same for people, in GitHub's Markdown.
    String markdown();
}
