package dev.vernier.report;

import dev.vernier.audit.Evaluating;
import dev.vernier.audit.finding.Finding;
import dev.vernier.model.Version;
import dev.vernier.stats.Interval;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.Counted;
import java.util.List;
import java.util.Locale;

/// What `eval` answers as JSON.
///
/// @param n samples with a label; all where none has one
/// @param correct null without labels
/// @param top1 in percent, with the ends of its 95 % interval
/// @param findings what makes the accuracy of a float model doubtful
/// @param warnings what may be wrong with the samples
public record EvalAnswer(
        String version,
        String model,
        String data,
        String preprocess,
        int n,
        Integer correct,
        Double top1,
        Double top1Low,
        Double top1High,
        String engine,
        String mode,
        double seconds,
        double imagesPerSecond,
        List<LadderAnswer.FindingAnswer> findings,
        List<String> warnings) implements Spoken {

    public static EvalAnswer of(Evaluating evaluating, Evaluating.Result result, List<Finding> findings) {
        Predictions predictions = result.predictions();
        boolean isLabelled = predictions.labelled() > 0;
        Interval interval = isLabelled ? predictions.top1Interval() : new Interval(0, 100);
        return new EvalAnswer(
                Version.text(),
                evaluating.source().file().toString(),
                evaluating.samples().evaluation().dataset().name(),
                evaluating.samples().evaluation().preprocess().toString(),
                isLabelled ? predictions.labelled() : predictions.n(),
                isLabelled ? predictions.correct() : null,
                isLabelled ? predictions.top1() : null,
                isLabelled ? interval.low() : null,
                isLabelled ? interval.high() : null,
                evaluating.engine().name(),
                evaluating.mode().toString(),
                result.seconds(),
                result.imagesPerSecond(),
                findings.stream().map(LadderAnswer.FindingAnswer::of).toList(),
                evaluating.samples().warnings());
    }

    /// 3 where a finding is an error, else 0.
    @Override
    public int exitStatus() {
        return findings.stream().anyMatch(finding -> finding.severity().equals(Finding.Severity.ERROR.toString())) ? 3
                : 0;
    }

    @Override
    public void say(Lines lines) {
        lines.say(lines.style().bold(correct == null
                ? new Counted(n, "sample") + " without labels"
                : String.format(Locale.ROOT, "%,d of %,d correct: %.2f %%, 95 %% interval %.2f to %.2f",
                        correct, n, top1, top1Low, top1High)));
        findings.forEach(finding -> lines.say(finding.line()));
        lines.say(lines.style()
                .dim(String.format(Locale.ROOT, "%s on %s, preprocessing %s, engine %s, mode %s, %,.0f images/s",
                        model, data, preprocess, engine, mode, imagesPerSecond)));
    }
}
