package dev.vernier.report;

import dev.vernier.audit.ConvergenceFinding;
import dev.vernier.convert.Conversion;
import dev.vernier.convert.Int8;
import dev.vernier.file.FileContent;
import dev.vernier.model.Version;
import dev.vernier.tensor.Counted;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What `quantize --no-eval` answers as JSON.
///
/// @param model the float model's file
/// @param output the file that was written
public record ConversionAnswer(String version, String model, String output, String preprocess,
        CalibrationAnswer calibration, LadderAnswer.Bytes bytes,
        List<LadderAnswer.FindingAnswer> findings) implements Spoken {
    public static ConversionAnswer of(Conversion conversion, Int8 int8, Path output) {
        return new ConversionAnswer(Version.text(), int8.source().source().file().toString(), output.toString(),
                conversion.preprocess().toString(),
                CalibrationAnswer.of(int8.calibration(), int8.recipe().toString(), int8.data(), int8.seconds(),
                        int8.convergence()),
                new LadderAnswer.Bytes(int8.source().source().stored().bytes(), FileContent.of(output).bytes()),
                ConvergenceFinding.findings(int8.convergence(), int8.calibration().n()).stream()
                        .map(LadderAnswer.FindingAnswer::of).toList());
    }

    @Override
    public void say(Lines lines) {
        lines.say(lines.style().bold(output + " is written; nothing was evaluated"));
        findings.forEach(finding -> lines.say(finding.line()));
        lines.say(lines.style().dim(AuditText.sizes(bytes.original(), bytes.quantized())));
        lines.say(lines.style().dim(String.format(Locale.ROOT, "calibration  %s of %s, %s",
                new Counted(calibration.n(), "sample"),
                calibration.data(), calibration.qconfig())));
    }
}
