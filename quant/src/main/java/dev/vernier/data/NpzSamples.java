package dev.vernier.data;

import dev.vernier.file.Npz;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Arrays of a NumPy file, samples and what is known of them, in memory. Samples of uint8, int8 and float32 are as
/// stored, those of other types are converted to float32, or to the type of a model's input that takes no real numbers; what
/// further inputs take is of their types. Images that are said to be `[h, w, c]` are turned to `[c, h, w]`.
final class NpzSamples implements Dataset {
    private final DataSpec.Npz spec;
    private final Tensor x;
    private final Optional<Tensor> targets;
    private final Optional<Labels> labels;
    private final Map<String, Tensor> further;
    private final Shape shape;

    private NpzSamples(DataSpec.Npz spec, Tensor x, Optional<Tensor> targets, Optional<Labels> labels,
            Map<String, Tensor> further) {
        this.spec = spec;
        this.further = further;
        this.x = x;
        this.targets = targets;
        this.labels = labels;
        this.shape = withoutFirst(x.shape());
    }

    static NpzSamples open(DataSpec.Npz spec) {
        if (!Files.isRegularFile(spec.file())) {
            throw new InputException(spec + ": no such file, needed a .npz file with the arrays x and y");
        }
        ArrayChoice.Chosen names = spec.arrays().among(Npz.headers(spec.file()), spec.toString());
        Set<String> wanted = new HashSet<>(Set.of(names.x()));
        names.y().ifPresent(wanted::add);
        wanted.addAll(names.further().values());
        Map<String, Tensor> arrays = Npz.read(spec.file(), wanted);
        Tensor x = samples(spec, names.x(), arrays.get(names.x()));
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
        return new NpzSamples(spec, x, y.filter(known -> labels.isEmpty() || !isPlain(known)), labels,
                further(spec, names, arrays, x.shape().size(0)));
    }

    private static Tensor samples(DataSpec.Npz spec, String name, Tensor x) {
        Optional<DType> whole = spec.arrays().inputs().filter(inputs -> !inputs.isPreprocessed())
                .map(inputs -> inputs.main().dtype());
        if (x.shape().rank() == 0 || x.dtype() == DType.BOOL && whole.isEmpty()) {
            throw new InputException(spec + ": " + name + " is " + x.dtype() + x.shape()
                    + ", needed numbers, samples along the first axis");
        }
        return whole.map(type -> ArrayTypes.as(type, x, spec + ": " + name)).orElse(x);
    }

    private static Map<String, Tensor> further(DataSpec.Npz spec, ArrayChoice.Chosen names,
            Map<String, Tensor> arrays, int samples) {
        Map<String, Tensor> further = new TreeMap<>();
        for (ModelInput input : spec.arrays().inputs().map(ModelInputs::further).orElse(List.of())) {
            String name = names.further().get(input.name());
            Tensor array = arrays.get(name);
            if (array.shape().rank() < 1 || array.shape().size(0) != samples) {
                throw new InputException(spec + ": " + name + " is " + array.dtype() + array.shape() + ", needed "
                        + samples + " along the first axis, as many samples as " + names.x() + " has");
            }
            further.put(input.name(), ArrayTypes.as(input.dtype(), array, spec + ": " + name));
        }
        return further;
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
            case I4, I16, U16, I32, I64, F64, BOOL -> isWhole() ? row : ArrayTypes.floats(row);
        };
        return new Sample(
                spec.arrays().layout().equals(Optional.of(Layout.NHWC)) ? ArrayTypes.channelsFirst(image) : image,
                labels.map(known -> known.at(index)).orElse(Sample.UNLABELLED),
                targets.map(known -> known.rows(index, index + 1)), further(index));
    }

    private boolean isWhole() {
        return spec.arrays().inputs().filter(inputs -> !inputs.isPreprocessed()).isPresent();
    }

    private Map<String, Tensor> further(int index) {
        Map<String, Tensor> parts = new TreeMap<>();
        for (ModelInput input : spec.arrays().inputs().map(ModelInputs::further).orElse(List.of())) {
            Tensor rows = further.get(input.name());
            Tensor part = rows.rows(index, index + 1).reshaped(withoutFirst(rows.shape()));
            parts.put(input.name(), ArrayTypes.fitted(part, input.sample()));
        }
        return parts;
    }

    private static Shape withoutFirst(Shape shape) {
        return Shape.of(Arrays.copyOfRange(shape.sizes(), 1, shape.rank()));
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
