package dev.vernier.cli.job;

import dev.vernier.audit.Ladder;
import dev.vernier.audit.Paired;
import dev.vernier.audit.Rung;
import dev.vernier.audit.Verdict;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.InputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// All that a ladder brought to light.
///
/// @param source the model that every other form is compared with
/// @param deployed the rung that the verdict is about
/// @param subject what the verdict calls it
/// @param engine the name of the engine that ran all rungs but those of other runtimes
/// @param int8 what quantized the source; empty where a finished candidate was audited
/// @param recipe how
/// @param quantized the quantized model that was climbed; empty where both models are float
/// @param signals of each quantized tensor
/// @param int8Bytes the size of the quantized file
public record Outcome(
        SourceModel source,
        Samples samples,
        String engine,
        Climb climb,
        String deployed,
        String subject,
        Optional<Int8> int8,
        Optional<Recipe> recipe,
        Optional<QuantizedModel> quantized,
        Map<String, Sqnr> signals,
        OptionalLong int8Bytes) {

    public Verdict verdict() {
        return climb.ladder().paired(deployed).map(paired -> Verdict.of(subject, paired)).orElseThrow();
    }

    public List<Finding> findings() {
        Paired paired = climb.ladder().paired(deployed).orElseThrow();
        return Finding.of(verdict(), paired);
    }

    /// 3 where a finding is an error, else 0.
    public int exitStatus() {
        return findings().stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR) ? 3 : 0;
    }

    /// The rung that stands for the deployed model: `integer`, or another one after the float one that was climbed.
    ///
    /// @throws InputException where none was
    static String deployed(Ladder ladder) {
        List<String> candidates = List.of(Ladder.DEPLOYED, "onnxruntime", "candidate", "simulated", "weights");
        return candidates.stream().filter(id -> ladder.predictions(id).isPresent()).findFirst()
                .orElseThrow(() -> new InputException("no rung could be climbed: " + ladder.rungs().stream()
                        .filter(Rung.Skipped.class::isInstance).map(Rung.Skipped.class::cast)
                        .map(rung -> rung.id() + ": " + rung.reason()).collect(Collectors.joining("; "))));
    }

    /// What the verdict calls a quantized model on a rung.
    static String subject(String deployed) {
        return deployed.equals(Ladder.DEPLOYED) ? "int8" : "int8 on rung " + deployed;
    }
}
