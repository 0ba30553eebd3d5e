package dev.vernier.data;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;

/// Memory of the tensors of a batch, for one batch after the other.
final class BatchMemory {
    private final Rows x;
    private final Map<String, Rows> further = new TreeMap<>();

    /// @param form a sample whose types and shapes all have
    /// @param most how many samples a batch has at most
    BatchMemory(PreparedSample form, int most) {
        this.x = Rows.of(form.x(), most);
        form.further().forEach((name, tensor) -> further.put(name, Rows.of(tensor, most)));
    }

    void put(int row, PreparedSample sample) {
        x.put(row, sample.x());
        further.forEach((name, rows) -> rows.put(row, sample.further().get(name)));
    }

    /// The first `count` of what was put there, in this memory.
    Tensor x(int count) {
        return x.first(count);
    }

    /// The same of the further inputs, by name.
    Map<String, Tensor> further(int count) {
        Map<String, Tensor> tensors = new TreeMap<>();
        further.forEach((name, rows) -> tensors.put(name, rows.first(count)));
        return tensors;
    }

    /// Tensors of one type and shape, one behind the other.
    private record Rows(DType dtype, Shape each, MemorySegment memory) {
        static Rows of(Tensor form, int most) {
            int elements = Math.multiplyExact(form.size(), most);
            MemorySegment memory = form.dtype() == DType.F32
                    ? MemorySegment.ofArray(new float[elements])
                    : MemorySegment.ofArray(new byte[Math.multiplyExact(elements, form.dtype().byteSize())]);
            return new Rows(form.dtype(), form.shape(), memory);
        }

        void put(int row, Tensor tensor) {
            long bytes = tensor.segment().byteSize();
            MemorySegment.copy(tensor.segment(), 0, memory, row * bytes, bytes);
        }

        Tensor first(int count) {
            int[] sizes = new int[1 + each.rank()];
            sizes[0] = count;
            System.arraycopy(each.sizes(), 0, sizes, 1, each.rank());
            Shape shape = Shape.of(sizes);
            return Tensor.wrap(dtype, shape, memory.asSlice(0, (long) shape.elementCount() * dtype.byteSize()));
        }
    }
}
