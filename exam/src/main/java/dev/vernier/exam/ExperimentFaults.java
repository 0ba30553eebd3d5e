package dev.vernier.exam;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.data.Dataset;
import dev.vernier.data.Layout;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// Sound models in experiments that are not.
final class ExperimentFaults {
    private ExperimentFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of(FindingId.PREPROCESSING_MISMATCH, ExperimentFaults::otherPreprocessing, 0, 1, 2, 3, 4),
                Fault.of(FindingId.LABEL_MAPPING, ExperimentFaults::otherLabels, 0, 1, 2, 3),
                Fault.of(FindingId.SCALES_MOVED, ExperimentFaults::moved, 0.1, 0.25, 16, 50));
    }

    private static Optional<Exhibit> otherPreprocessing(Clean clean, double variant, Random random) {
        Preprocess right = clean.network().preprocess();
        Preprocess other = switch ((int) variant) {
            case 0 -> Preprocess.RAW;
            case 1 -> Preprocess.UNIT;
            case 2 -> Preprocess.SIGNED;
            case 3 -> Preprocess.parse(right + ",channels=bgr");
            default -> Preprocess.parse("scale=1,mean=123.68:116.779:103.939");
        };
        return Optional.of(clean.with(clean.model()).on(Loader.of(clean.samples().dataset(), other)));
    }

    /// Labels that count from one, from minus one, with two classes swapped, or in any order.
    private static Optional<Exhibit> otherLabels(Clean clean, double variant, Random random) {
        List<Integer> labels = new ArrayList<>(IntStream.range(0, clean.network().test().labels().size()).boxed()
                .toList());
        switch ((int) variant) {
            case 0 -> Collections.rotate(labels, 1);
            case 1 -> Collections.rotate(labels, -1);
            case 2 -> Collections.swap(labels, 0, 1 + random.nextInt(labels.size() - 1));
            default -> Collections.shuffle(labels, random);
        }
        return Optional.of(clean.with(clean.model()).on(
                Loader.of(new Relabelled(clean.samples().dataset(), labels), clean.samples().preprocess())));
    }

    /// @param others the class of each of the data's own
    private record Relabelled(Dataset data, List<Integer> others) implements Dataset {
        @Override
        public String name() {
            return data.name();
        }

        @Override
        public int size() {
            return data.size();
        }

        @Override
        public Sample sample(int index) {
            Sample sample = data.sample(index);
            return new Sample(sample.image(), others.get(sample.label()));
        }

        @Override
        public List<String> labels() {
            return data.labels();
        }

        @Override
        public Optional<Layout> layout() {
            return data.layout();
        }
    }

    /// Other scales than the quantized model has that it is compared with.
    private static Optional<Exhibit> moved(Clean clean, double factor, Random random) {
        return Optional.of(clean.with(RangeFaults.changed(clean.model(), random,
                params -> RangeFaults.scaled(params, factor))).againstClean());
    }
}
