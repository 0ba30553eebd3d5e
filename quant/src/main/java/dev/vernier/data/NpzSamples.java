package dev.vernier.data;

import dev.vernier.file.Npz;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Two arrays of a NumPy file, samples and what is known of them, in memory. Samples of uint8, int8 and float32 are as
/// stored, those of other types are converted to float32. Images that are said to be `[h, w, c]` are turned to `[c, h, w]`.
final class NpzSamples implements Dataset {
    private final DataSpec.Npz spec;
    private final Tensor x;
    private final Optional<Tensor> targets;
    private final Optional<Labels> labels;
    private final Shape shape;

    private NpzSamples(DataSpec.Npz spec, Tensor x, Optional<Tensor> targets, Optional<Labels> labels) {
        this.spec = spec;
        this.x = x;
        this.targets = targets;
        this.labels = labels;
        this.shape = Shape.of(Arrays.copyOfRange(x.shape().sizes(), 1, x.shape().rank()));
    }

    static NpzSamples open(DataSpec.Npz spec) {
        if (!Files.isRegularFile(spec.file())) {
            throw new InputException(spec + ": no such file, needed a .npz file with the arrays x and y");
        }
        ArrayChoice.Chosen names = spec.arrays().among(Npz.headers(spec.file()), spec.toString());
        Set<String> wanted = new HashSet<>(Set.of(names.x()));
        names.y().ifPresent(wanted::add);
        Map<String, Tensor> arrays = Npz.read(spec.file(), wanted);
        Tensor x = arrays.get(names.x());
        if (x.shape().rank() == 0 || x.dtype() == DType.BOOL) {
            throw new InputException(spec + ": " + names.x() + " is " + x.dtype() + x.shape()
                    + ", needed numbers, samples along the first axis");
        }
        if (spec.arrays().layout().isPresent() && x.shape().rank() != 4) {
            throw new InputException(spec + ": " + names.x() + " is " + x.dtype() + x.shape() + ", needed four axes as"
                    + " a layout has (without one, samples are taken as they lie)");
        }
        Optional<Tensor> y = names.y().map(arrays::get);
        y.ifPresent(known -> requireRows(spec, names, known, x.shape().size(0)));
        Optional<Labels> labels = y.flatMap(ClassNumbers::of);
        if (labels.isEmpty() && y.isPresent()) {
            requireLabels(spec, y.get());
        }
        return new NpzSamples(spec, x, y.filter(known -> labels.isEmpty() || !isPlain(known)), labels);
    }

    private static void requireRows(DataSpec.Npz spec, ArrayChoice.Chosen names, Tensor y, int samples) {
        if (y.shape().rank() < 1 || y.shape().size(0) != samples) {
            throw new InputException(spec + ": " + names.y().orElseThrow() + " is " + y.dtype() + y.shape()
                    + ", needed " + samples + " along the first axis, a label or target for each sample of "
                    + names.x());
        }
    }

    private static void requireLabels(DataSpec.Npz spec, Tensor y) {
        for (int i = 0; isPlain(y) && i < y.size(); i++) {
            if (y.longAt(i) < 0 || y.longAt(i) > Integer.MAX_VALUE) {
                throw new InputException(spec + ": sample " + i + ": label = " + y.longAt(i) + ", needed 0 to "
                        + Integer.MAX_VALUE);
            }
        }
    }

    /// Whether they can be nothing but labels; other numbers may be what a model should give.
    private static boolean isPlain(Tensor y) {
        return !y.dtype().isFloat() && y.shape().rank() == 1;
    }

    @Override
    public String name() {
        return spec.toString();
    }

    @Override
    public int size() {
        return x.shape().size(0);
    }

    @Override
    public Sample sample(int index) {
        Objects.checkIndex(index, size());
        Tensor row = x.rows(index, index + 1).reshaped(shape);
        Tensor image = switch (row.dtype()) {
            case U8, I8, F32 -> row;
            case I4, I16, U16, I32, I64, F64, BOOL -> toFloat(row);
        };
        return new Sample(spec.arrays().layout().equals(Optional.of(Layout.NHWC)) ? channelsFirst(image) : image,
                labels.map(known -> known.at(index)).orElse(Sample.UNLABELLED),
                targets.map(known -> known.rows(index, index + 1)));
    }

    private static Tensor toFloat(Tensor row) {
        float[] values = new float[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) row.doubleAt(i);
        }
        return Tensor.of(row.shape(), values);
    }

    private static Tensor channelsFirst(Tensor image) {
        int channels = image.shape().size(2);
        int width = image.dtype().byteSize();
        byte[] from = image.bytes();
        byte[] to = new byte[from.length];
        int area = image.shape().size(0) * image.shape().size(1);
        for (int i = 0; i < area * channels; i++) {
            System.arraycopy(from, i * width, to, (i % channels * area + i / channels) * width, width);
        }
        return Tensor.wrap(image.dtype(), Shape.of(channels, image.shape().size(0), image.shape().size(1)),
                MemorySegment.ofArray(to));
    }

    @Override
    public List<String> labels() {
        return List.of();
    }

    @Override
    public Optional<Labels> listedLabels() {
        return labels;
    }

    @Override
    public Optional<Layout> layout() {
        return spec.arrays().layout().map(stored -> Layout.NCHW);
    }
}
