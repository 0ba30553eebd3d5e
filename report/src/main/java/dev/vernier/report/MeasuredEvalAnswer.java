package dev.vernier.report;

import dev.vernier.audit.Evaluating;
import dev.vernier.audit.metric.MeasuredRung;
import dev.vernier.model.Version;
import dev.vernier.tensor.Counted;
import java.util.Locale;

/// What `eval` answers as JSON where a metric gives each sample a value.
///
/// @param output the model's output that was measured
/// @param value the metric over all samples
public record MeasuredEvalAnswer(String version, String model, String data, String preprocess, String output,
        String metric,
        int n, double value, String engine, String mode, double seconds, double imagesPerSecond) implements Spoken {
    public static MeasuredEvalAnswer of(Evaluating evaluating, MeasuredRung.Climbed measured) {
        int n = measured.paired().n();
        return new MeasuredEvalAnswer(Version.text(), evaluating.source().file().toString(),
                evaluating.samples().evaluation().dataset().name(),
                evaluating.samples().evaluation().preprocess().toString(), evaluating.source().readout().output(),
                measured.metric().toString(), n, measured.value(), evaluating.engine().name(),
                evaluating.mode().toString(), measured.seconds(), n / measured.seconds());
    }

    @Override
    public void say(Lines lines) {
        lines.say(lines.style()
                .bold(String.format(Locale.ROOT, "%s = %.6g on %s", metric, value, new Counted(n, "sample"))));
        lines.say(lines.style().dim(String.format(Locale.ROOT,
                "output %s of %s on %s, preprocessing %s, engine %s, mode %s, %,.0f images/s", output, model, data,
                preprocess, engine, mode, imagesPerSecond)));
    }
}
