package dev.vernier.audit;

import dev.vernier.audit.error.Saturation;
import dev.vernier.audit.error.TensorError;
import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.ladder.DeployedForm;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.Rung;
import dev.vernier.audit.ladder.RungId;
import dev.vernier.convert.Int8;
import dev.vernier.convert.SampleSets;
import dev.vernier.file.FileContent;
import dev.vernier.graph.Graph;
import dev.vernier.model.Model;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import dev.vernier.stats.SliceChange;
import dev.vernier.stats.Verdict;
import dev.vernier.tensor.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// All that a ladder brought to light.
///
/// @param source the model that every other form is compared with
/// @param folded its graph, as its tensors are compared
/// @param engine the name of the engine that ran all rungs but those of other runtimes
/// @param int8 what quantized the source; empty where a finished candidate was audited
/// @param candidate the file that was compared
public record Audit(
        Model source, Graph folded, SampleSets samples, String engine, Climb climb, Optional<Int8> int8,
        Candidate candidate) {
    /// The file that is compared with the source: a model, or predictions that somebody recorded.
    ///
    /// @param isModel whether the file holds a model
    /// @param model its two values; empty where it is float
    /// @param signals what quantization does to each tensor
    /// @param saturation on CPUs without VNNI; empty where it does not run on codes
    /// @param findings what the file shows without a run
    public record Candidate(
            FileContent content, boolean isModel, Optional<QuantizedModel> model, Map<String, TensorError> signals,
            Optional<Saturation> saturation, List<Finding> findings) {
        /// The rung of a float candidate.
        static final String RUNG = DeployedForm.CANDIDATE;

        public Candidate {
            findings = List.copyOf(findings);
            signals = Collections.unmodifiableMap(new LinkedHashMap<>(signals));
        }
    }

    /// The same with findings that took further runs.
    Audit and(List<Finding> more) {
        List<Finding> all = new ArrayList<>(more);
        all.addAll(candidate.findings());
        return withFindings(all);
    }

    /// The same with other findings in the place of the candidate's.
    Audit withFindings(List<Finding> others) {
        return new Audit(source, folded, samples, engine, climb, int8,
                new Candidate(candidate.content(), candidate.isModel(), candidate.model(),
                        candidate.signals(), candidate.saturation(), others));
    }

    private static final List<String> DEPLOYED =
            List.of(Ladder.DEPLOYED, Ladder.ONNX_RUNTIME, RungId.TFLITE.toString(), Candidate.RUNG,
                    RungId.SIMULATED.toString(), RungId.WEIGHTS.toString());

    /// Every deployed form that was climbed, first the one that the verdict is about.
    ///
    /// @throws InputException where no rung but the float one could be climbed
    public List<DeployedForm> forms() {
        List<DeployedForm> forms = DeployedForm.of(climb.ladder());
        return forms.isEmpty() ? List.of(form()) : forms;
    }

    private DeployedForm form() {
        return DeployedForm.on(deployed(), climb.ladder()).orElseThrow();
    }

    /// The rung that the verdict is about: `integer`, or another one after the float one where that was not climbed.
    ///
    /// @throws InputException where no rung but the float one could be climbed
    public String deployed() {
        return DEPLOYED.stream().filter(id -> climb.ladder().predictions(id).isPresent()).findFirst()
                .orElseThrow(() -> new InputException(source.file() + ": no rung but float could be climbed: "
                        + climb.ladder().rungs().stream()
                                .filter(Rung.Skipped.class::isInstance).map(Rung.Skipped.class::cast)
                                .map(rung -> rung.id() + ": " + rung.reason()).collect(Collectors.joining("; "))));
    }

    /// The rung that the verdict is about against the float one.
    ///
    /// @throws InputException where no rung but the float one could be climbed
    public Paired paired() {
        return climb.ladder().paired(deployed()).orElseThrow();
    }

    /// What the rung that the verdict is about does to the samples of each class.
    ///
    /// @throws InputException where no rung but the float one could be climbed
    public List<SliceChange> classes() {
        Predictions reference = climb.ladder().predictions(Ladder.REFERENCE).orElseThrow();
        return SliceChange.ofClasses(reference, climb.ladder().predictions(deployed()).orElseThrow());
    }

    /// @throws InputException where no rung but the float one could be climbed
    public Verdict verdict() {
        return form().verdict();
    }

    /// What sentences call the rung that the verdict is about.
    public String deployedName() {
        return form().name();
    }

    /// Every deployed form in one sentence.
    public String conclusion() {
        boolean isFaulty = candidate.findings().stream().anyMatch(finding -> finding.id() == FindingId.ENGINE_FAULT);
        return DeployedForm.conclusion(forms())
                + (isFaulty ? "; this rests on an engine that is at fault (engine-fault)" : "");
    }

    /// The gravest first; a fault of the engine before all, then what saturates.
    public List<Finding> findings() {
        List<Finding> faults = candidate.findings().stream()
                .filter(finding -> finding.id() == FindingId.ENGINE_FAULT).toList();
        List<Finding> findings = new ArrayList<>(faults);
        List<DeployedForm> forms = forms();
        DeployedForm first = forms.getFirst();
        findings.addAll(climb.ladder().isUnlabelled()
                ? List.of(Finding.unlabelled(first.verdict(), first.paired()))
                : Finding.of(first.verdict(), first.paired()));
        forms.stream().skip(1)
                .filter(form -> form.isChanged() && form.verdict().outcome() != first.verdict().outcome())
                .forEach(form -> findings.addAll(Finding.of(form.verdict(), form.paired())));
        candidate.saturation().map(found -> SaturationFinding.of(found, climb))
                .map(found -> faults.isEmpty() ? found : found.doubted(SelfCheck.DOUBT)).ifPresent(findings::add);
        candidate.findings().stream().filter(finding -> !faults.contains(finding)).forEach(findings::add);
        ConstantOutput.of(climb, forms).map(found -> faults.isEmpty() ? found : found.doubted(SelfCheck.DOUBT))
                .ifPresent(findings::add);
        return findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
    }

    /// 3 where a finding is an error, else 0.
    public int exitStatus() {
        return findings().stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR) ? 3 : 0;
    }
}
