package dev.vernier.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vernier.audit.Auditing;
import dev.vernier.audit.Equipment;
import dev.vernier.audit.Quantizing;
import dev.vernier.audit.metric.MeasuredLadder;
import dev.vernier.audit.metric.MeasuredRung;
import dev.vernier.convert.Int8;
import dev.vernier.convert.SampleSets;
import dev.vernier.model.Model;
import dev.vernier.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What `quantize` and `audit` answer as JSON where a metric gives each sample a value.
///
/// @param output the model's output that was measured
/// @param targetsFrom `data`, or `float` where the samples have no targets, so that the float model's numbers stand for them
/// @param calibration absent where nothing was quantized
public record MeasuredAnswer(String version, String model, String data, String preprocess, String engine, String output,
        String metric, String targetsFrom, List<RungAnswer> rungs, VerdictAnswer verdict,
        @JsonInclude(JsonInclude.Include.NON_NULL) CalibrationAnswer calibration,
        LadderAnswer.Bytes bytes) implements Spoken {
    /// One rung.
    ///
    /// @param skipped why it was not climbed; absent where it was, as all others are where it was not
    /// @param value the metric over all samples
    /// @param change against the float rung, in the metric's unit, with the ends of its 95 % interval
    /// @param equal samples with the float rung's value
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RungAnswer(String id, String skipped, Integer n, Double value, Double change, Double ciLow,
            Double ciHigh, Integer equal, Double seconds) {
        static RungAnswer of(MeasuredRung rung) {
            return switch (rung) {
                case MeasuredRung.Skipped(String id, String reason) ->
                    new RungAnswer(id, reason, null, null, null, null, null, null, null);
                case MeasuredRung.Climbed climbed -> new RungAnswer(climbed.id(), null, climbed.paired().n(),
                        climbed.value(), climbed.change(), climbed.interval().low(), climbed.interval().high(),
                        climbed.paired().equal(), climbed.seconds());
            };
        }
    }

    /// @param rung the one that it is about
    public record VerdictAnswer(String id, String text, String rung) {}

    /// What a finished candidate gave.
    public static MeasuredAnswer of(Auditing auditing, MeasuredLadder ladder) {
        return of(ladder, auditing.reference(), auditing.candidate(), auditing.samples(), auditing.equipment(),
                Optional.empty());
    }

    /// What a model gave that was quantized for it.
    public static MeasuredAnswer of(Quantizing quantizing, Quantizing.Measured measured) {
        return of(measured.ladder(), quantizing.source(), measured.written(), quantizing.samples(),
                quantizing.equipment(), Optional.of(measured.int8()));
    }

    private static MeasuredAnswer of(MeasuredLadder ladder, Model source, Model candidate, SampleSets samples,
            Equipment equipment, Optional<Int8> int8) {
        return new MeasuredAnswer(Version.text(), source.file().toString(), samples.evaluation().dataset().name(),
                samples.evaluation().preprocess().toString(), equipment.engine().name(), source.readout().output(),
                ladder.metric().toString(), ladder.hasTargets() ? "data" : "float",
                ladder.rungs().stream().map(RungAnswer::of).toList(),
                new VerdictAnswer(ladder.verdict().id(), ladder.verdict().text(), ladder.deployed().id()),
                int8.map(made -> CalibrationAnswer.of(made.calibration(), made.recipe().toString(), made.data(),
                        made.seconds(), made.convergence())).orElse(null),
                new LadderAnswer.Bytes(source.stored().bytes(), candidate.stored().bytes()));
    }

    @Override
    public void say(Lines lines) {
        Style style = lines.style();
        lines.say("");
        table().forEach(lines::say);
        lines.say("");
        lines.say(style.bold(verdict.text()));
        lines.say("");
        lines.say(style.dim(AuditText.sizes(bytes.original(), bytes.quantized())));
        lines.say(style.dim(String.format(Locale.ROOT,
                "evaluation   %s of output %s, %s, preprocessing %s, engine %s", metric, output, data, preprocess,
                engine)));
    }

    private List<String> table() {
        int width = Math.max(11, rungs.stream().mapToInt(rung -> rung.id().length()).max().orElse(0));
        String row = "%-" + width + "s  %11s  %11s  %25s  %7s";
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, row, "rung", metric, "change", "95 % interval", "equal"));
        for (RungAnswer rung : rungs) {
            lines.add(rung.skipped() != null
                    ? String.format(Locale.ROOT, "%-" + width + "s  skipped: %s", rung.id(), rung.skipped())
                    : String.format(Locale.ROOT, row, rung.id(), number(rung.value()), signed(rung.change()),
                            signed(rung.ciLow()) + " to " + signed(rung.ciHigh()),
                            String.format(Locale.ROOT, "%,d", rung.equal())));
        }
        return lines;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }

    private static String signed(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%+.3g", value);
    }
}
