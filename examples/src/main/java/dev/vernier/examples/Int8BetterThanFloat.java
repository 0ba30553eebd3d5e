package dev.vernier.examples;

import dev.vernier.data.Augment;
import dev.vernier.data.Augmentation;
import dev.vernier.data.Dataset;
import dev.vernier.data.Layout;
import dev.vernier.stats.McNemar;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import dev.vernier.stats.Verdict;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Why can an int8 network be more accurate than the float one that it was made from? ResNet-18, calibrated by min/max over
/// half the codes with affine weights per channel, on 1,024 and 2,048 images, as they are and through random crops.
/// [Its page](../../../../../../../docs/int8-better-than-float.md) tells how to run it.
public final class Int8BetterThanFloat {
    private static final String USAGE = "Int8BetterThanFloat MODEL.onnx CIFAR10 TORCH.npz";
    private static final List<Integer> BATCHES = List.of(8, 16, 32, 64);

    private Int8BetterThanFloat() {}

    public static void main(String[] words) {
        Arguments arguments = Arguments.parse(words, USAGE);
        run(arguments.files().get(0), arguments.files().get(1), arguments.files().get(2), arguments.quick(),
                System.out);
    }

    /// What was found.
    ///
    /// @param fingerprints how many different calibrations the batch sizes gave for the same images
    /// @param runs each calibration's int8 network against the float one
    record Findings(int fingerprints, Map<String, Paired> runs) {}

    static Findings run(Path model, Path cifar10, Path torchFile, boolean quick, PrintStream out) {
        int evaluated = quick ? 300 : 10_000;
        int half = quick ? 64 : 1024;
        TrainedNetwork experiment = TrainedNetwork.of(model, cifar10, evaluated);
        TorchPredictions torch = TorchPredictions.read(torchFile);

        Table theirs = Table.of(out, "PyTorch 1.13, as recorded", torch.of("float", evaluated));
        theirs.row("1,024 images, batch 8, 32 and 64", torch.of("minmax_n-1024_bs-32_aug-False", evaluated));
        theirs.row("1,024 images, random crops and flips", torch.of("minmax_n-1024_bs-32_aug-True", evaluated));
        theirs.row("2,048 images, random crops and flips", torch.of("minmax_n-2048_bs-32_aug-True", evaluated));

        Table ours = Table.of(out, "Vernier, in this run", experiment.original());
        Map<String, Paired> runs = new LinkedHashMap<>();
        List<Predictions> plain = new ArrayList<>();
        int fingerprints = 0;
        for (int count : List.of(half, 2 * half)) {
            Map<String, TrainedNetwork.Scales> different = new LinkedHashMap<>();
            for (int batch : BATCHES) {
                TrainedNetwork.Scales scales = experiment.minMax(experiment.train(count), batch);
                different.put(scales.fingerprint() + scales.quantization(), scales);
            }
            fingerprints = Math.max(fingerprints, different.size());
            plain.add(experiment.int8(different.values().iterator().next()));
            String name = String.format(Locale.ROOT, "%,d images, batch 8, 16, 32 and 64", count);
            runs.put(name, ours.row(name, plain.getLast()));
        }
        for (int count : List.of(half, 2 * half)) {
            Dataset crops = new Augmentation(List.of(Augment.RANDOM_RESIZED_CROP, Augment.FLIP), 0, 0, 32)
                    .of(experiment.train(count), Layout.NCHW);
            String name = String.format(Locale.ROOT, "%,d images, random crops and flips", count);
            runs.put(name, ours.row(name, experiment.int8(experiment.minMax(crops, 32))));
        }
        out.printf(Locale.ROOT, "  different scales over the four batch sizes: %s%n",
                fingerprints > 1 ? "yes" : "none");

        Paired twice = Paired.of(plain.get(0), plain.get(1));
        out.printf("%nAgainst the smaller calibration, %s.%n",
                Verdict.of("int8 of twice as many images", twice).text());
        sayWhatAccuraciesAloneCannot(runs.values().iterator().next(), twice, out);
        conclude(runs, out);
        return new Findings(fingerprints, runs);
    }

    /// The question began with a gain of 9 images of 10,000, a loss of 25, and so 34 between its two int8 networks; which ones
    /// they were was not kept.
    private static void sayWhatAccuraciesAloneCannot(Paired original, Paired twice, PrintStream out) {
        int sides = original.mcNemar().discordant();
        int between = twice.mcNemar().discordant();
        if (Math.min(sides, between) < 34) {
            return;
        }
        out.printf(Locale.ROOT,
                "If as many images changed sides in the question as here, its gain of 9 against float has "
                        + "p = %.2f, its loss of 25 p = %.2f, and the 34 between its two int8 networks p = %.3f.%n",
                p(sides, 9), p(sides, 25), p(between, 34));
    }

    private static double p(int discordant, int net) {
        int fewer = (discordant - net) / 2;
        return new McNemar(fewer, fewer + net).exact();
    }

    private static void conclude(Map<String, Paired> runs, PrintStream out) {
        long better = runs.values().stream().filter(run -> run.change() > 0 && run.mcNemar().rejects()).count();
        long worse = runs.values().stream().filter(run -> run.change() < 0 && run.mcNemar().rejects()).count();
        out.printf(Locale.ROOT,
                "%nConclusion: %d of %d int8 networks are shown to be better than float and %d to be worse: %s%n",
                better, runs.size(), worse, better == 0
                        ? "nothing shows that int8 improves this network. Images change sides both ways, and a few more on "
                                + "the lucky one look like a gain: compare image by image, and do not choose a "
                                + "calibration by its test accuracy."
                        : "look at the images that change sides before you believe in it.");
    }
}
