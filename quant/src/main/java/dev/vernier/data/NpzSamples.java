package dev.vernier.data;

import dev.vernier.file.Npz;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The arrays `x` and `y` of a NumPy file, in memory. Samples of uint8, int8 and float32 are as stored, those of other
/// types are converted to float32.
final class NpzSamples implements Dataset {
    private final String name;
    private final Tensor x;
    private final Optional<Tensor> y;
    private final Shape shape;

    private NpzSamples(String name, Tensor x, Optional<Tensor> y) {
        this.name = name;
        this.x = x;
        this.y = y;
        this.shape = Shape.of(Arrays.copyOfRange(x.shape().sizes(), 1, x.shape().rank()));
    }

    static NpzSamples open(DataSpec.Npz spec) {
        if (!Files.isRegularFile(spec.file())) {
            throw new InputException(spec + ": no such file, needed a .npz file with the arrays x and y");
        }
        Map<String, Tensor> arrays = Npz.read(spec.file(), Set.of("x", "y"));
        Tensor x = arrays.get("x");
        if (x == null) {
            throw new InputException(spec + ": no array x, needed one of samples along the first axis");
        }
        if (x.shape().rank() == 0 || x.dtype() == DType.BOOL) {
            throw new InputException(
                    spec + ": x is " + x.dtype() + x.shape() + ", needed numbers, samples along the first axis");
        }
        Optional<Tensor> y = Optional.ofNullable(arrays.get("y"));
        y.ifPresent(labels -> check(spec, labels, x.shape().size(0)));
        return new NpzSamples(spec.toString(), x, y);
    }

    private static void check(DataSpec.Npz spec, Tensor y, int samples) {
        if (y.shape().rank() < 1 || y.shape().size(0) != samples) {
            throw new InputException(spec + ": y is " + y.dtype() + y.shape() + ", needed " + samples
                    + " along the first axis, a label or target for each sample of x");
        }
        for (int i = 0; areLabels(y) && i < samples; i++) {
            if (y.longAt(i) < 0 || y.longAt(i) > Integer.MAX_VALUE) {
                throw new InputException(spec + ": sample " + i + ": label = " + y.longAt(i) + ", needed 0 to "
                        + Integer.MAX_VALUE);
            }
        }
    }

    /// Whether they name classes; other numbers are targets alone.
    private static boolean areLabels(Tensor y) {
        return y.dtype().isInteger() && y.shape().rank() == 1;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return x.shape().size(0);
    }

    @Override
    public Sample sample(int index) {
        Objects.checkIndex(index, size());
        Tensor row = x.rows(index, index + 1).reshaped(shape);
        int label = y.filter(NpzSamples::areLabels).map(labels -> (int) labels.longAt(index))
                .orElse(Sample.UNLABELLED);
        return new Sample(switch (row.dtype()) {
            case U8, I8, F32 -> row;
            case I4, I16, U16, I32, I64, F64, BOOL -> toFloat(row);
        }, label, y.filter(numbers -> !areLabels(numbers)).map(targets -> targets.rows(index, index + 1)));
    }

    private static Tensor toFloat(Tensor row) {
        float[] values = new float[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) row.doubleAt(i);
        }
        return Tensor.of(row.shape(), values);
    }

    @Override
    public List<String> labels() {
        return List.of();
    }

    @Override
    public Optional<Labels> listedLabels() {
        return y.filter(NpzSamples::areLabels)
                .map(labels -> Labels.of(size(), index -> (int) labels.longAt(index)));
    }

    @Override
    public Optional<Layout> layout() {
        return Optional.empty();
    }
}
