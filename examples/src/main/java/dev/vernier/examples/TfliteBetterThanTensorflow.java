package dev.vernier.examples;

import dev.vernier.DemoNetwork;
import dev.vernier.Vernier;
import dev.vernier.audit.Audit;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.RungId;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Samples;
import dev.vernier.file.TemporaryPath;
import dev.vernier.model.Model;
import dev.vernier.quant.QConfig;
import dev.vernier.stats.Claim;
import dev.vernier.stats.Explanation;
import dev.vernier.stats.Figure;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import dev.vernier.stats.Verdict;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// How can a network have 94 % in TensorFlow Lite where TensorFlow has 74 %? A Keras network is quantized, written as a
/// TensorFlow Lite file and run there on the same images; then their number is got by comparing one-hot rows.
/// [Its page](../../../../../../../docs/tflite-better-than-tensorflow.md) tells how to run it.
public final class TfliteBetterThanTensorflow {
    private static final String USAGE = "TfliteBetterThanTensorflow MODEL.h5 CIFAR10";

    private TfliteBetterThanTensorflow() {}

    public static void main(String[] words) {
        if (words.length == 0) {
            runShapes(400, System.out);
            return;
        }
        Arguments arguments = Arguments.parse(words, USAGE);
        run(arguments.files().get(0), "cifar10:" + arguments.files().get(1), arguments.quick() ? 300 : 10_000,
                System.out);
    }

    /// What was found.
    ///
    /// @param integer int8 against float
    /// @param tflite the file in TensorFlow Lite against float
    /// @param beside TensorFlow Lite against Vernier's integers
    /// @param elementwise percent of equal elements, labels and TensorFlow Lite's classes being one-hot rows
    /// @param claim what the question's number can be
    record Findings(Paired integer, Paired tflite, Paired beside, double elementwise, Claim claim) {}

    /// On the network and the pictures that come with Vernier.
    static Findings runShapes(int evaluated, PrintStream out) {
        try (TemporaryPath folder = TemporaryPath.folder()) {
            return run(DemoNetwork.unpack(folder.path()), "shapes", evaluated, out);
        }
    }

    /// @param data whose `:train` images calibrate, and whose `:test` images are evaluated
    static Findings run(Path file, String data, int evaluated, PrintStream out) {
        Vernier vernier = Vernier.standard();
        Model model = vernier.read(file);
        Preprocess preprocess = model.preprocess(Optional.empty());
        Samples calibration = Samples.of(data + ":train", preprocess).first(Math.min(evaluated, 1024));
        Samples test = Samples.of(data + ":test", preprocess).first(evaluated);
        try (TemporaryPath folder = TemporaryPath.folder()) {
            Path written = folder.path().resolve("int8.tflite");
            vernier.write(vernier.quantize(model, QConfig.TFLITE, calibration), written);
            Audit audit = vernier.audit(model, vernier.read(written), test);
            return compare(audit.climb().ladder(), model.classes(), out);
        }
    }

    private static Findings compare(Ladder ladder, int classes, PrintStream out) {
        Predictions original = ladder.predictions(Ladder.REFERENCE).orElseThrow();
        Predictions integer = ladder.predictions(Ladder.DEPLOYED).orElseThrow();
        Predictions tflite = ladder.predictions(RungId.TFLITE.toString()).orElseThrow();
        Table table = Table.of(out, "The same images", original);
        Paired ours = table.row("int8, in Vernier's integers", integer);
        Paired theirs = table.row("int8, in TensorFlow Lite", tflite);
        Paired beside = Paired.of(integer, tflite);
        out.printf("Against Vernier's integers, %s.%n", Verdict.of("TensorFlow Lite", beside).text());

        double elementwise = elementwise(tflite, classes);
        out.printf(Locale.ROOT, "%nThe same classes in TensorFlow Lite, counted in two ways:%n"
                + "  image by image                   %8.3f %%%n  one-hot rows, element by element %8.3f %%%n",
                tflite.top1(), elementwise);
        Claim claim =
                new Claim(Figure.parse("0.94462"), 10_000, OptionalInt.of(10), Optional.of(Figure.parse("0.7375")));
        out.printf("%nThe question's number: %s.%n", claim.text());
        claim.explanations().stream().limit(2)
                .forEach(explanation -> out.printf("  %s: %s%n", explanation.id(), explanation.text()));
        Explanation best = claim.explanations().getFirst();
        out.printf(Locale.ROOT, "%nConclusion: TensorFlow Lite %s, and no int8 network is twenty points better than "
                + "float: %s.%n",
                beside.isIdentical() ? "predicts what the same integers do elsewhere"
                        : "agrees with the same integers elsewhere for " + beside.agreeing() + " of " + beside.n(),
                best.text());
        return new Findings(ours, theirs, beside, elementwise, claim);
    }

    /// As `mean(equal(one_hot(label), one_hot(class)))` has it: a wrong class makes two elements differ, of as many as there
    /// are classes.
    static double elementwise(Predictions predictions, int classes) {
        long equal = 0;
        for (int sample = 0; sample < predictions.n(); sample++) {
            for (int place = 0; place < classes; place++) {
                boolean isLabel = predictions.label(sample) == place;
                boolean isPredicted = predictions.prediction(sample) == place;
                equal += isLabel == isPredicted ? 1 : 0;
            }
        }
        return 100.0 * equal / ((long) predictions.n() * classes);
    }
}
