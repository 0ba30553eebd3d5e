package dev.vernier.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// The data set `shapes`: 32x32 colour images of ten shapes, generated from split and index alone. There is no last
/// sample: [#first] and [#range] reach beyond [#size()].
record GeneratedShapes(String name, DataSpec.Split split, int size) implements Dataset {
    private static final List<String> LABELS = Arrays.stream(Silhouette.values()).map(Silhouette::label).toList();

    static GeneratedShapes of(DataSpec.Shapes spec) {
        return new GeneratedShapes(spec.toString(), spec.split(), switch (spec.split()) {
            case TRAIN -> 50_000;
            case TEST -> 10_000;
        });
    }

    @Override
    public Sample sample(int index) {
        Objects.checkIndex(index, size);
        long stream = switch (split) {
            case TRAIN -> 0x7261696e_00000000L;
            case TEST -> 0x74657374_00000000L;
        };
        return ShapeScene.draw(stream + index);
    }

    @Override
    public List<String> labels() {
        return LABELS;
    }

    @Override
    public Dataset first(int count) {
        return new GeneratedShapes(name, split, count);
    }

    @Override
    public List<Integer> firstPlaces(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
