package dev.vernier.witness;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.*;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.InterpreterOptions;
import org.bytedeco.tensorflowlite.OpResolver;
import org.bytedeco.tensorflowlite.TfLiteAffineQuantization;
import org.bytedeco.tensorflowlite.TfLiteTensor;

/// An interpreter of a verified file, every status of which is checked. For one thread at a time. Handles of tensors may
/// dangle after a run, so none is kept.
final class TfliteInterpreter implements AutoCloseable {
    private static final long MEMORY = 8L << 30;
    private static final int WIDEST = 16;

    private final TfliteModel model;
    private final Interpreter interpreter;
    private final boolean hasVariables;

    /// Made by [TfliteModel#interpreter].
    TfliteInterpreter(TfliteModel model, TfliteKernels kernels, int threads, boolean keepsAll) {
        this.model = model;
        this.interpreter = new Interpreter((Pointer) null);
        try (OpResolver resolver = kernels.resolver();
                InterpreterOptions options = new InterpreterOptions()) {
            options.SetPreserveAllTensors(keepsAll);
            try (InterpreterBuilder builder = new InterpreterBuilder(model.flatBuffer(), resolver, options)) {
                require(builder.SetNumThreads(threads));
                require(builder.apply(interpreter));
                requireMemory();
                this.hasVariables = !TfliteNodes.indices(interpreter.variables()).isEmpty();
            }
        } catch (IllegalArgumentException refused) {
            interpreter.close();
            throw refused;
        }
    }

    private void require(int status) {
        if (status != kTfLiteOk) {
            throw model.refusal();
        }
    }

    /// What a file asks for is looked at before it is taken: no tensor may be larger than an array, and all together must fit.
    private void requireMemory() {
        long all = 0;
        for (int index = 0; index < interpreter.tensors_size(); index++) {
            TfLiteTensor tensor = interpreter.tensor(index);
            long elements = 1;
            for (int size : sizes(tensor)) {
                elements *= Math.max(size, 0);
                if (elements > Integer.MAX_VALUE) {
                    throw new IllegalArgumentException("tensor '" + name(tensor) + "': "
                            + Arrays.toString(sizes(tensor)) + ", needed at most " + Integer.MAX_VALUE + " elements");
                }
            }
            all += elements * dtype(tensor.type()).map(DType::byteSize).orElse(WIDEST);
        }
        if (all > MEMORY) {
            throw new IllegalArgumentException("tensors of " + all + " bytes together, needed at most " + MEMORY);
        }
    }

    /// @throws IllegalArgumentException where its memory cannot be planned
    void allocate() {
        require(interpreter.AllocateTensors());
        if (all().anyMatch(index -> interpreter.tensor(index).allocation_type() == kTfLiteDynamic)) {
            inputs().forEach(input -> memory(input).fill((byte) 0));
            invoke();
        }
    }

    /// @throws IllegalArgumentException where the input has another rank, or a kernel fails later on
    void resize(int input, Shape stored) {
        require(interpreter.ResizeInputTensor(input, stored.sizes()));
    }

    /// Runs it; no run sees what an earlier one left in its variables.
    ///
    /// @throws IllegalArgumentException where a kernel fails
    void invoke() {
        if (hasVariables) {
            require(interpreter.ResetVariableTensors());
        }
        require(interpreter.Invoke());
    }

    /// All that it computes, if all of it were in memory at once; at least 1.
    long bytes() {
        return Math.max(1, all().mapToObj(interpreter::tensor)
                .filter(tensor -> tensor.allocation_type() != kTfLiteMmapRo).mapToLong(TfLiteTensor::bytes).sum());
    }

    private IntStream all() {
        return IntStream.range(0, (int) interpreter.tensors_size());
    }

    /// @throws IllegalArgumentException where one has a type that is not run here
    List<TfliteTensor> inputs() {
        return tensors(interpreter.inputs());
    }

    /// @throws IllegalArgumentException where one has a type that is not run here
    List<TfliteTensor> outputs() {
        return tensors(interpreter.outputs());
    }

    private List<TfliteTensor> tensors(IntPointer indices) {
        return TfliteNodes.indices(indices).stream().map(this::tensor).toList();
    }

    /// The first tensor of that name, of those that a run computes or the file holds.
    Optional<TfliteTensor> named(String name) {
        return all().filter(index -> name.equals(name(interpreter.tensor(index)))).mapToObj(this::tensor).findFirst();
    }

    private TfliteTensor tensor(int index) {
        TfLiteTensor tensor = interpreter.tensor(index);
        String name = name(tensor);
        DType dtype = dtype(tensor.type()).orElseThrow(() -> new IllegalArgumentException(
                "tensor '" + name + "' is of type " + TfLiteTypeGetName(tensor.type()).getString()
                        + ", needed float32, bool or an integer type of 8 to 64 bits"));
        return new TfliteTensor(index, name, dtype, shape(index), quantization(name, dtype, tensor),
                tensor.allocation_type() == kTfLiteMmapRo);
    }

    /// As it is now; of a tensor whose shape is computed, as the last run made it.
    Shape shape(int index) {
        return Shape.of(sizes(interpreter.tensor(index)));
    }

    private static int[] sizes(TfLiteTensor tensor) {
        int rank = tensor.dims() == null ? 0 : tensor.dims().size();
        return IntStream.range(0, rank).map(axis -> tensor.dims().data(axis)).toArray();
    }

    private static String name(TfLiteTensor tensor) {
        BytePointer name = tensor.name();
        return name == null || name.isNull() ? "" : name.getString();
    }

    private static Optional<DType> dtype(int type) {
        return Optional.ofNullable(switch (type) {
            case kTfLiteFloat32 -> DType.F32;
            case kTfLiteInt8 -> DType.I8;
            case kTfLiteUInt8 -> DType.U8;
            case kTfLiteInt16 -> DType.I16;
            case kTfLiteInt32 -> DType.I32;
            case kTfLiteInt64 -> DType.I64;
            case kTfLiteBool -> DType.BOOL;
            default -> null;
        });
    }

    private static Optional<TfliteQuantization> quantization(String name, DType dtype, TfLiteTensor tensor) {
        if (!dtype.isInteger() || tensor.quantization().type() != kTfLiteAffineQuantization) {
            return Optional.empty();
        }
        var affine = new TfLiteAffineQuantization(tensor.quantization().params());
        if (affine.scale() == null || affine.zero_point() == null || affine.scale().size() == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TfliteQuantization(
                    IntStream.range(0, affine.scale().size()).mapToObj(affine.scale()::data).toList(),
                    IntStream.range(0, affine.zero_point().size()).mapToObj(affine.zero_point()::data).toList(),
                    affine.quantized_dimension()));
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException("tensor '" + name + "': " + unfit.getMessage(), unfit);
        }
    }

    /// Where the tensor's values are now.
    ///
    /// @throws IllegalArgumentException where it has none, or another size than its shape says
    MemorySegment memory(TfliteTensor tensor) {
        TfLiteTensor now = interpreter.tensor(tensor.index());
        BytePointer data = now.data().raw();
        if (data == null || data.isNull() || now.bytes() != tensor.bytes()) {
            throw new IllegalArgumentException("tensor '" + tensor.name() + "': " + now.bytes()
                    + " bytes in memory, needed " + tensor.bytes() + " (" + tensor.codes() + ")");
        }
        return MemorySegment.ofBuffer(data.capacity(now.bytes()).asByteBuffer());
    }

    /// What the convolutions are called that do not compute on codes, by what they give.
    List<String> floatConvolutions() {
        return nodes().operators().stream().filter(TfliteNodes.Node::isConvolution)
                .filter(node -> interpreter.tensor(node.inputs().getFirst()).type() == kTfLiteFloat32)
                .map(node -> name(interpreter.tensor(node.outputs().getFirst()))).toList();
    }

    /// What it runs, node by node.
    TfliteNodes nodes() {
        return TfliteNodes.of(interpreter);
    }

    @Override
    public void close() {
        interpreter.close();
    }
}
