package dev.vernier.audit.experiment;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.Rung;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.graph.GraphText;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.stats.Predictions;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// Experiments on generated images, in which models are right as often as a test says.
final class Experiments {
    static final int N = 1_000;
    static final int CLASSES = 10;
    static final QuantizedModel MODEL = new QuantizedModel(GraphText.parse("""
            x: f32[n, 3, 32, 32]
            y = flatten x
            return y
            """), Quantization.NONE);

    private Experiments() {}

    static Loader samples(String preprocess) {
        return Loader.of(DataSpec.parse("shapes:test").open().first(N), Preprocess.parse(preprocess));
    }

    static int[] labels(int n) {
        return IntStream.range(0, n).map(sample -> sample * 7 % CLASSES).toArray();
    }

    /// Right on about a share of the samples, and on others for every seed.
    static Predictions right(double share, int n, long seed) {
        Random random = new Random(seed);
        int[] labels = labels(n);
        return Predictions.of(IntStream.of(labels)
                .map(label -> random.nextDouble() < share ? label : (label + 1 + random.nextInt(CLASSES - 1)) % CLASSES)
                .toArray(), labels);
    }

    static Experiment of(Predictions expected, String preprocess, List<Told> told, Runner runner) {
        return of(new Ladder(List.of(new Rung.Climbed(Ladder.REFERENCE, expected))), preprocess, told, runner);
    }

    static Experiment of(Ladder ladder, String preprocess, List<Told> told, Runner runner) {
        return new Experiment(MODEL, Optional.of(MODEL), ladder, Ladder.DEPLOYED, samples(preprocess), told, List.of(),
                List.of(), runner);
    }

    static List<FindingId> ids(List<Finding> findings) {
        return findings.stream().map(Finding::id).toList();
    }
}
