package dev.vernier.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vernier.audit.Audit;
import dev.vernier.audit.Flips;
import dev.vernier.audit.WeightChannels;
import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.ladder.DeployedForm;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.LadderStep;
import dev.vernier.audit.ladder.RungId;
import dev.vernier.model.Card;
import dev.vernier.model.Version;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.stats.Predictions;
import dev.vernier.stats.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// What `quantize`, `audit` and `demo` answer as JSON.
///
/// @param labelsFrom `data`, or `float` where the samples have no labels, so that the float model's classes stand for them
/// @param labels the classes' names, by label; empty where they are not known
/// @param verdicts one of every deployed form
/// @param conclusion all of them in one sentence
/// @param classes what the deployed model does to the samples of each class
/// @param warnings what may be wrong with the samples
/// @param gate absent where none was asked for
public record LadderAnswer(
        String version,
        String model,
        String data,
        String preprocess,
        String engine,
        String labelsFrom,
        List<RungAnswer> rungs,
        VerdictAnswer verdict,
        List<FormVerdict> verdicts,
        String conclusion,
        List<FindingAnswer> findings,
        CalibrationAnswer calibration,
        Bytes bytes,
        List<TensorAnswer> tensors,
        List<SaturationAnswer> saturation,
        List<String> labels,
        List<ComparisonAnswer.ClassAnswer> classes,
        FlipsAnswer flips,
        NetworkAnswer network,
        List<WeightAnswer> weights,
        ProvenanceAnswer provenance,
        List<String> warnings,
        @JsonInclude(JsonInclude.Include.NON_NULL) GateAnswer gate) implements Reported {

    @Override
    public String title() {
        String candidate = provenance.candidate().file();
        return Path.of(model).getFileName() + ": " + verdict.candidate()
                + (candidate == null ? "" : " in " + Path.of(candidate).getFileName()) + " against float";
    }

    @Override
    public List<String> places() {
        return Stream.of(model, provenance.reference().file(), provenance.candidate().file(), data,
                calibration == null ? null : calibration.data(), calibration == null ? null : calibration.qconfig())
                .filter(Objects::nonNull).toList();
    }

    /// The verdicts of deployed forms beside the one that it is about, where they changed.
    List<FormVerdict> otherChanges() {
        return verdicts.stream().filter(form -> !form.rung().equals(verdict.rung()) && form.isChanged()).toList();
    }

    /// Those of them that changed where the one that it is about did not, or the other way round.
    List<FormVerdict> unlikeChanges() {
        return otherChanges().stream().filter(form -> !form.id().equals(verdict.id())).toList();
    }

    /// Whether the float model's classes stand for labels, so that every number says how far another form agrees with it.
    boolean lacksLabels() {
        return labelsFrom.equals(RungId.FLOAT.toString());
    }

    /// What tables call the share of right samples.
    String accuracyTitle() {
        return AccuracyTitle.of(classes.stream().mapToInt(ComparisonAnswer.ClassAnswer::label));
    }

    @Override
    public String markdown() {
        return LadderMarkdown.of(this);
    }

    /// @param id see [Verdict.Outcome]
    /// @param candidate what sentences call the model that it is about
    /// @param rung the one that it is about
    /// @param breaksAt the first rung that alone changes the accuracy of the integer one; null where none does
    public record VerdictAnswer(String id, String text, String candidate, String rung, String breaksAt) {}

    /// What the paired numbers of one deployed form say.
    ///
    /// @param id see [Verdict.Outcome]
    public record FormVerdict(String rung, String id, String text) {
        static FormVerdict of(DeployedForm form) {
            return new FormVerdict(form.rung(), form.verdict().id(), form.verdict().text());
        }

        private boolean isChanged() {
            return id.equals(Verdict.Outcome.WORSE.id()) || id.equals(Verdict.Outcome.BETTER.id());
        }

        /// What sentences call the form.
        String form() {
            return RungId.of(rung).flatMap(RungId::form).orElse(rung);
        }
    }

    /// @param severity `error`, `warning` or `info`
    /// @param numbers what it rests on, by name; absent where it is words alone
    /// @param counterfactualNumbers what the counterfactual rests on; absent where it is words alone
    public record FindingAnswer(String id, String severity, String tensor, String text, String evidence,
            String counterfactual, String remedy,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Number> numbers,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Number> counterfactualNumbers) {
        /// What people read of it on a line, with what proved it where anything did.
        String line() {
            return severity + " " + id + ": " + text + (counterfactual == null ? "" : "; " + counterfactual)
                    + (remedy == null ? "" : "; " + remedy);
        }

        static FindingAnswer of(Finding finding) {
            return new FindingAnswer(finding.id().toString(), finding.severity().toString(),
                    finding.tensor().orElse(null),
                    finding.text(), finding.evidence(), finding.counterfactual().orElse(null),
                    finding.remedy().orElse(null), finding.numbers().toMap(), finding.counterfactualNumbers().toMap());
        }
    }

    /// The sizes of the two models' files.
    ///
    /// @param quantized null where the candidate is no model, but recorded predictions
    public record Bytes(@JsonProperty("float") long original, @JsonProperty("int8") Long quantized) {}

    /// @param candidate the file that is compared with the source; empty where it was not kept
    public static LadderAnswer of(Audit audit, Optional<Path> candidate, Optional<GateAnswer> gate) {
        Predictions reference = audit.climb().ladder().predictions(Ladder.REFERENCE).orElseThrow();
        Predictions deployed = audit.climb().ladder().predictions(audit.deployed()).orElseThrow();
        return new LadderAnswer(
                Version.text(),
                audit.source().file().toString(),
                audit.samples().evaluation().dataset().name(),
                audit.samples().evaluation().preprocess().toString(),
                audit.engine(),
                audit.climb().ladder().isUnlabelled() ? "float" : "data",
                audit.climb().ladder().rungs().stream().map(rung -> RungAnswer.of(rung, audit.climb())).toList(),
                new VerdictAnswer(audit.verdict().id(), audit.verdict().text(), audit.deployedName(),
                        audit.deployed(),
                        audit.climb().ladder().breaking(Ladder.DEPLOYED).map(LadderStep::rung).orElse(null)),
                audit.forms().stream().map(FormVerdict::of).toList(),
                audit.conclusion(),
                audit.findings().stream().map(FindingAnswer::of).toList(),
                calibration(audit),
                new Bytes(audit.source().stored().bytes(),
                        audit.candidate().isModel() ? audit.candidate().content().bytes() : null),
                TensorAnswer.of(audit),
                audit.candidate().saturation().map(SaturationAnswer::of).orElse(List.of()),
                labels(audit),
                audit.classes().stream().map(ComparisonAnswer.ClassAnswer::of).toList(),
                FlipsAnswer.of(Flips.of(reference, deployed, audit.samples().evaluation())),
                NetworkAnswer.of(audit.candidate().model().map(QuantizedModel::graph)
                        .orElse(audit.source().graph())),
                audit.candidate().model().map(model -> WeightChannels.of(audit.folded(), model)).orElse(List.of())
                        .stream().map(WeightAnswer::of).toList(),
                ProvenanceAnswer.of(audit, candidate),
                audit.samples().warnings(),
                gate.orElse(null));
    }

    /// The names of the classes, by label; empty where they are not known.
    static List<String> labels(Audit audit) {
        return audit.source().card().map(Card::labels).filter(labels -> !labels.isEmpty())
                .orElse(audit.samples().evaluation().dataset().labels());
    }

    private static CalibrationAnswer calibration(Audit audit) {
        return audit.int8()
                .map(int8 -> CalibrationAnswer.of(
                        int8.calibration(),
                        int8.recipe().toString(),
                        int8.data(),
                        int8.seconds(),
                        int8.convergence()))
                .orElse(null);
    }
}
