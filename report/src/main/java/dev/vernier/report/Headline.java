package dev.vernier.report;

import dev.vernier.stats.Verdict;

/// What a page says first of one candidate: how it does, in words for people, with both accuracies.
///
/// @param effect `worse`, `better` or `calm`
record Headline(String text, String effect) {
    /// The same where no sample has a label, so that nothing says which of two models is right.
    ///
    /// @param agreement samples of the class that the float model says, in percent
    static Headline unlabelled(String candidate, String id, boolean isFaulty, double agreement) {
        String words = id.equals(Verdict.Outcome.IDENTICAL.id())
                ? "the same class as float on every sample"
                : "float's class on " + Figures.percent(agreement) + " of samples without labels";
        return new Headline(candidate + (isFaulty ? " has a proven fault: " : " predicts ") + words,
                isFaulty ? "worse" : "calm");
    }

    /// @param id the verdict's
    /// @param isFaulty whether a fault is proven
    static Headline of(String candidate, String id, boolean isFaulty, double before, double after) {
        boolean isWorse = id.equals(Verdict.Outcome.WORSE.id());
        boolean isBetter = id.equals(Verdict.Outcome.BETTER.id());
        String words = isFaulty && isWorse ? " is broken"
                : isFaulty ? " has a proven fault"
                        : isWorse ? " is less accurate"
                                : isBetter ? " is more accurate"
                                        : id.equals(Verdict.Outcome.IDENTICAL.id()) ? " predicts the same"
                                                : id.equals(Verdict.Outcome.EQUIVALENT.id())
                                                        ? " is as accurate, within the margin"
                                                        : " shows no evidence of a change";
        return new Headline(candidate + words + ": " + Figures.percent(before) + " \u2192 " + Figures.percent(after),
                isFaulty || isWorse ? "worse" : isBetter ? "better" : "calm");
    }
}
