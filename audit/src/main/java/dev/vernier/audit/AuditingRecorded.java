package dev.vernier.audit;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.ladder.Evaluation;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.Pairing;
import dev.vernier.audit.ladder.Recorded;
import dev.vernier.audit.ladder.Rung;
import dev.vernier.convert.Data;
import dev.vernier.convert.SampleSets;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.file.FileContent;
import dev.vernier.model.Model;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Predictions that somebody recorded are compared with those of the model that they are said to stem from. [#check] does
/// all that can fail early.
public record AuditingRecorded(
        Model reference, RecordedFile file, Recorded candidate, SampleSets samples, Equipment equipment) {
    /// @throws InputException where something is missing or does not fit
    public static AuditingRecorded check(
            Model reference, RecordedFile file, Data data, Equipment equipment) {
        SampleSets samples =
                SampleSets.of(reference, reference.preprocess(data.preprocess()), data)
                        .requireLabels().keeping();
        return new AuditingRecorded(reference, file, file.read(file.shortName()), samples, equipment);
    }

    /// @throws InputException where the samples are not the same
    public Audit run(Listener listener) {
        samples.tell(listener);
        long start = System.nanoTime();
        Recorded expected = Model.within(reference.file(), () -> expected(listener));
        double seconds = (System.nanoTime() - start) / 1e9;
        samples.requireClasses(expected.predictions().n(), expected.predictions()::label, reference);
        Pairing.Same same = switch (Pairing.of(expected, candidate)) {
            case Pairing.Same paired -> paired;
            case Pairing.Different(String text) -> throw new InputException(file + ": " + text
                    + ", needed the samples that are evaluated");
        };
        List<Finding> findings = new ArrayList<>(new Circumstances(reference, Optional.empty(),
                Optional.of(candidate), samples, equipment)
                .experiment(ladder(expected.predictions(), same.candidate()), Audit.Candidate.RUNG, listener)
                .findings());
        findings.addAll(Comparison.remarks(same));
        Audit audit = new Audit(reference, reference.graph(), samples, equipment.engine().name(),
                new Climb(ladder(same.reference(), same.candidate()), Map.of(Ladder.REFERENCE, seconds)),
                Optional.empty(), new Audit.Candidate(FileContent.of(file.file()), false, Optional.empty(), Map.of(),
                        Optional.empty(), findings));
        return new SelfCheck(equipment).of(audit, Map.of(Ladder.REFERENCE, reference::graph), listener);
    }

    private static Ladder ladder(Predictions expected, Predictions observed) {
        return new Ladder(List.of(new Rung.Climbed(Ladder.REFERENCE, expected),
                new Rung.Climbed(Audit.Candidate.RUNG, observed)));
    }

    private Recorded expected(Listener listener) {
        Loader loader = samples.evaluation();
        long[] ids = new long[loader.dataset().size()];
        try (Session session = equipment.engine().open(reference.graph(), SessionOptions.DEFAULT)) {
            Predictions predictions = listener.during(Ladder.REFERENCE, ids.length,
                    progress -> new Evaluation(loader, reference.decision(), equipment.crew().batch(),
                            equipment.crew().threads())
                            .predict(reference.graph(), session, (batch, scores) -> {
                                for (int i = 0; i < batch.size(); i++) {
                                    ids[batch.first() + i] = batch.ids().longAt(i);
                                }
                            }, progress));
            return new Recorded(loader.dataset().name(), predictions, Optional.of(Tensor.vector(ids)),
                    Optional.empty(), List.of());
        }
    }
}
