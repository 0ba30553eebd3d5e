package dev.vernier.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vernier.audit.Finding;
import dev.vernier.audit.Ladder;
import dev.vernier.audit.LadderStep;
import dev.vernier.audit.Verdict;
import dev.vernier.cli.job.Outcome;
import dev.vernier.cli.job.Version;
import java.util.List;
import java.util.Optional;

/// What `quantize`, `audit` and `demo` answer as JSON.
///
/// @param gate absent where none was asked for
public record LadderAnswer(
        String version,
        String model,
        String data,
        String preprocess,
        String engine,
        List<RungAnswer> rungs,
        VerdictAnswer verdict,
        List<FindingAnswer> findings,
        CalibrationAnswer calibration,
        Bytes bytes,
        List<TensorAnswer> tensors,
        List<SaturationAnswer> saturation,
        @JsonInclude(JsonInclude.Include.NON_NULL) GateAnswer gate) {

    /// @param id see [Verdict.Outcome]
    /// @param breaksAt the first rung that alone changes the accuracy of the integer one; null where none does
    public record VerdictAnswer(String id, String text, String breaksAt) {}

    /// @param severity `error`, `warning` or `info`
    public record FindingAnswer(String id, String severity, String tensor, String text, String evidence,
            String counterfactual, String remedy) {
        static FindingAnswer of(Finding finding) {
            return new FindingAnswer(finding.id().toString(), finding.severity().toString(),
                    finding.tensor().orElse(null),
                    finding.text(), finding.evidence(), finding.counterfactual().orElse(null),
                    finding.remedy().orElse(null));
        }
    }

    /// The sizes of the two files.
    public record Bytes(@JsonProperty("float") long original, @JsonProperty("int8") long quantized) {}

    public static LadderAnswer of(Outcome outcome, Optional<GateAnswer> gate) {
        return new LadderAnswer(
                Version.text(),
                outcome.source().file().toString(),
                outcome.samples().evaluation().dataset().name(),
                outcome.samples().evaluation().preprocess().toString(),
                outcome.engine(),
                outcome.climb().ladder().rungs().stream().map(rung -> RungAnswer.of(rung, outcome.climb())).toList(),
                new VerdictAnswer(outcome.verdict().id(), outcome.verdict().text(),
                        outcome.climb().ladder().breaking(Ladder.DEPLOYED).map(LadderStep::rung).orElse(null)),
                outcome.findings().stream().map(FindingAnswer::of).toList(),
                calibration(outcome),
                new Bytes(outcome.source().content().bytes(),
                        outcome.candidate().content().bytes()),
                TensorAnswer.of(outcome),
                outcome.candidate().saturation().map(SaturationAnswer::of).orElse(List.of()),
                gate.orElse(null));
    }

    private static CalibrationAnswer calibration(Outcome outcome) {
        return outcome.int8()
                .map(int8 -> CalibrationAnswer.of(
                        int8.calibration(),
                        int8.recipe().toString(),
                        outcome.samples().calibration().map(loader -> loader.dataset().name()).orElse(null),
                        int8.seconds(),
                        int8.stability()))
                .orElse(null);
    }
}
