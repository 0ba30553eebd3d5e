package dev.vernier.report;

import java.util.List;

/// An answer that reports are made of.
public sealed interface Reported permits LadderAnswer, ComparisonAnswer, ComparisonAnswer.Several {
    /// What a report about it is called.
    String title();

    /// The paths and data sets that it names.
    List<String> places();

    /// The same for people, in GitHub's Markdown.
    String markdown();
}
