package dev.vernier.cli.job;

import dev.vernier.audit.Evaluation;
import dev.vernier.audit.Finding;
import dev.vernier.audit.Ladder;
import dev.vernier.audit.Pairing;
import dev.vernier.audit.Recorded;
import dev.vernier.audit.Rung;
import dev.vernier.cli.console.Console;
import dev.vernier.data.Loader;
import dev.vernier.run.Engine;
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
        SourceModel reference, RecordedFile file, Recorded candidate, Samples samples, Engine engine, Crew crew) {
    /// @throws InputException where something is missing or does not fit
    public static AuditingRecorded check(
            SourceModel reference, RecordedFile file, Quantizing.Data data, EngineName engine, Crew crew) {
        Engine runner = engine.forEveryStage();
        Samples samples = Samples.of(reference, reference.preprocess(data.preprocess()), data.spec(), data.limit())
                .requireLabels();
        return new AuditingRecorded(reference, file, file.read(file.shortName()), samples, runner, crew);
    }

    /// @throws InputException where the samples are not the same
    public Outcome run(Console console) {
        long start = System.nanoTime();
        Recorded expected = SourceModel.within(reference.file(), () -> expected(console));
        double seconds = (System.nanoTime() - start) / 1e9;
        samples.requireClasses(expected.predictions(), reference);
        Pairing.Same same = switch (Pairing.of(expected, candidate)) {
            case Pairing.Same paired -> paired;
            case Pairing.Different(String text) -> throw new InputException(file + ": " + text
                    + ", needed the samples that are evaluated");
        };
        List<Finding> findings = new ArrayList<>(new Circumstances(reference, Optional.empty(),
                Optional.of(candidate), samples, engine, crew)
                .of(ladder(expected.predictions(), same.candidate()), Outcome.Candidate.RUNG, console));
        findings.addAll(Comparison.remarks(same));
        Outcome outcome = new Outcome(reference, samples, engine.name(),
                new Climb(ladder(same.reference(), same.candidate()), Map.of(Ladder.REFERENCE, seconds)),
                Optional.empty(), new Outcome.Candidate(FileContent.of(file.file()), Optional.empty(), Map.of(),
                        Optional.empty(), findings));
        return new SelfCheck(engine, crew).of(outcome, Map.of(Ladder.REFERENCE, reference::graph), console);
    }

    private static Ladder ladder(Predictions expected, Predictions observed) {
        return new Ladder(List.of(new Rung.Climbed(Ladder.REFERENCE, expected),
                new Rung.Climbed(Outcome.Candidate.RUNG, observed)));
    }

    private Recorded expected(Console console) {
        Loader loader = samples.evaluation();
        long[] ids = new long[loader.dataset().size()];
        try (Session session = engine.open(reference.graph(), SessionOptions.DEFAULT)) {
            Predictions predictions = console.during(Ladder.REFERENCE, ids.length,
                    progress -> new Evaluation(loader, crew.batch(), crew.threads())
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
