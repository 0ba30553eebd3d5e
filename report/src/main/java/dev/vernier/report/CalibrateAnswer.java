package dev.vernier.report;

import dev.vernier.audit.ConvergenceFinding;
import dev.vernier.convert.Measuring;
import dev.vernier.model.Version;
import dev.vernier.tensor.Counted;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What `calibrate` answers.
///
/// @param model null where files were merged
/// @param merged those files
public record CalibrateAnswer(
        String version, String model, List<String> merged, String file, CalibrationAnswer calibration,
        List<LadderAnswer.FindingAnswer> findings) implements Spoken {

    public static CalibrateAnswer of(Measuring measuring, Path output, Measuring.Result result) {
        return new CalibrateAnswer(Version.text(), measuring.source().source().file().toString(), List.of(),
                output.toString(),
                CalibrationAnswer.of(result.calibration(), measuring.source().recipe().toString(),
                        measuring.samples().dataset().name(), result.seconds(), result.convergence().orElseThrow()),
                ConvergenceFinding.findings(result.convergence().orElseThrow(), result.calibration().n()).stream()
                        .map(LadderAnswer.FindingAnswer::of).toList());
    }

    public static CalibrateAnswer of(List<Path> merged, Path output, Measuring.Result result) {
        return new CalibrateAnswer(Version.text(), null, merged.stream().map(Path::toString).toList(),
                output.toString(), CalibrationAnswer.of(result.calibration(), null, null, result.seconds(), null),
                List.of());
    }

    @Override
    public void say(Lines lines) {
        lines.say(String.format(Locale.ROOT, "calibration  %s%s, observer %s, fingerprint %s",
                new Counted(calibration.n(), "sample"), calibration.data() == null ? "" : " of " + calibration.data(),
                calibration.observer(),
                calibration.fingerprint()));
        if (calibration.settling() != null) {
            ConvergenceText.say(calibration.settling(), lines);
        }
        findings.forEach(finding -> lines.say(finding.severity() + " " + finding.id() + ": " + finding.text() + " ("
                + finding.evidence() + "); " + finding.remedy()));
        lines.say(lines.style().dim("written      " + file));
    }
}
