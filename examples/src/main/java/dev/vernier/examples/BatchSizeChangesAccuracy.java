package dev.vernier.examples;

import dev.vernier.data.Augment;
import dev.vernier.data.Augmentation;
import dev.vernier.data.Dataset;
import dev.vernier.data.Layout;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import dev.vernier.stats.Verdict;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/// Why does the accuracy of an int8 network change with the batch size of its calibration, on the same images? ResNet-18 with
/// batches of 8 and 64: by min/max, by a histogram, and through random crops, with and without loader workers.
/// [Its page](../../../../../../../docs/batch-size-changes-accuracy.md) tells how to run it.
public final class BatchSizeChangesAccuracy {
    private static final String USAGE = "BatchSizeChangesAccuracy MODEL.onnx CIFAR10 TORCH.npz";
    private static final int SMALL = 8;
    private static final int LARGE = 64;

    private BatchSizeChangesAccuracy() {}

    public static void main(String[] words) {
        Arguments arguments = Arguments.parse(words, USAGE);
        run(arguments.files().get(0), arguments.files().get(1), arguments.files().get(2), arguments.quick(),
                System.out);
    }

    /// How many tensors have other scales or zero points with the large batch than with the small one.
    ///
    /// @param workers through random crops with two loader workers, under one seed
    /// @param seed through random crops without workers, between two seeds
    /// @param torchMinMax PyTorch's network with the large batch against that with the small one, by min/max
    /// @param torchHistogram the same by PyTorch's histogram observer
    record Findings(long minMax, long histogram, long crops, long workers, long seed, Paired torchMinMax,
            Paired torchHistogram) {
        private boolean isAsClaimed() {
            return minMax == 0 && histogram == 0 && crops == 0 && workers > 0 && torchMinMax.isIdentical()
                    && !torchHistogram.isIdentical();
        }
    }

    static Findings run(Path model, Path cifar10, Path torchFile, boolean quick, PrintStream out) {
        int evaluated = quick ? 300 : 10_000;
        int calibrated = quick ? 256 : 1024;
        TorchPredictions torch = TorchPredictions.read(torchFile);
        Table theirs = Table.of(out, "PyTorch 1.13, as recorded", torch.of("float", evaluated));
        Paired torchMinMax = recorded(theirs, torch, "min/max", "minmax_n-1024_bs-%d_aug-False", out);
        Paired torchHistogram = recorded(theirs, torch, "histogram observer", "hist_n-1024_bs-%d", out);
        recorded(theirs, torch, "min/max, crops, no workers", "minmax_n-1024_bs-%d_aug-True", out);

        TrainedNetwork experiment = TrainedNetwork.of(model, cifar10, evaluated);
        Dataset images = experiment.train(calibrated);
        Table ours = Table.of(out, "Vernier, in this run", experiment.original());
        Pair pair = new Pair(experiment, ours, out);
        long minMax = pair.compare("min/max", batch -> experiment.minMax(images, batch));
        long histogram = pair.compare("histogram, least error", batch -> experiment.histogram(images, batch));
        long crops = pair.compare("min/max, crops, no workers", batch -> through(experiment, images, 0, 0, batch));
        long workers = pair.compare("min/max, crops, 2 workers", batch -> through(experiment, images, 0, 2, batch));
        long seed = through(experiment, images, 0, 0, SMALL).differing(through(experiment, images, 1, 0, SMALL));
        out.printf("%nAnother seed, without workers, changes the scales of %d tensors.%n", seed);
        Findings findings = new Findings(minMax, histogram, crops, workers, seed, torchMinMax, torchHistogram);
        conclude(findings, out);
        return findings;
    }

    private static TrainedNetwork.Scales through(TrainedNetwork experiment, Dataset images, long seed, int workers,
            int batch) {
        List<Augment> steps = List.of(Augment.RANDOM_RESIZED_CROP, Augment.FLIP);
        return experiment.minMax(new Augmentation(steps, seed, workers, batch).of(images, Layout.NCHW), batch);
    }

    private static Paired recorded(Table table, TorchPredictions torch, String name, String run, PrintStream out) {
        int n = table.original().n();
        Predictions small = torch.of(String.format(run, SMALL), n);
        Predictions large = torch.of(String.format(run, LARGE), n);
        table.row(name + ", batch " + SMALL, small);
        table.row(name + ", batch " + LARGE, large);
        return change(small, large, out);
    }

    private static Paired change(Predictions small, Predictions large, PrintStream out) {
        Paired paired = Paired.of(small, large);
        out.println("    " + Verdict.of("batch " + LARGE + " against " + SMALL, paired).text());
        return paired;
    }

    /// The same calibration with both batch sizes.
    private record Pair(TrainedNetwork experiment, Table table, PrintStream out) {
        long compare(String name, IntFunction<TrainedNetwork.Scales> calibration) {
            TrainedNetwork.Scales small = calibration.apply(SMALL);
            TrainedNetwork.Scales large = calibration.apply(LARGE);
            Predictions before = experiment.int8(small);
            Predictions after = experiment.int8(large);
            table.row(name + ", batch " + SMALL, before);
            table.row(name + ", batch " + LARGE, after);
            long differing = small.differing(large);
            out.printf(Locale.ROOT, "    %d of %d tensors have other scales; fingerprints %s%n", differing,
                    small.quantization().parameters().size(),
                    small.fingerprint().equals(large.fingerprint()) ? "equal" : "differ");
            change(before, after, out);
            return differing;
        }
    }

    private static void conclude(Findings found, PrintStream out) {
        out.printf("%nConclusion: %s%n", found.isAsClaimed()
                ? "neither min/max nor Vernier's histogram depends on the batch size; PyTorch's histogram observer does, and "
                        + "random crops with several loader workers do by any rule, since the batch size then decides "
                        + "which worker's generator crops which image: calibrate on plain images by one of the first "
                        + "two, and the accuracy stays where it is."
                : "a batch size changed what it should not, or did not change what it should: please report it.");
    }
}
