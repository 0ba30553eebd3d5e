package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// How a data-moving operator fills its output, one table of source offsets per output axis: the element at `[i, j,
/// ...]` is the source's element at `tables[0][i] + tables[1][j] + ...`, or the fill where one of these is [#FILL].
/// Elements are moved as bytes, so that every type is moved alike.
final class Movement {
    /// The table entry of positions that do not come from the source.
    static final int FILL = -1;

    private final MemorySegment source;
    private final MemorySegment fill;
    private final MemorySegment target;
    private final int[][] tables;
    private final int elementSize;

    private Movement(Tensor source, Tensor fill, int[][] tables, MemorySegment target) {
        this.source = source.segment();
        this.fill = fill.segment();
        this.target = target;
        this.tables = tables;
        this.elementSize = source.dtype().byteSize();
    }

    /// The output of a shape, of tables without [#FILL].
    static Tensor of(Tensor source, Shape shape, IntFunction<int[]> table) {
        return of(source, shape, table, source);
    }

    /// The output of a shape.
    ///
    /// @param table the table of an axis, as long as the axis; not asked for where the output is empty
    /// @param fill one element of the source's type
    static Tensor of(Tensor source, Shape shape, IntFunction<int[]> table, Tensor fill) {
        if (shape.rank() == 0) {
            return source;
        }
        MemorySegment target = allocate(source.dtype(), shape);
        if (target.byteSize() > 0) {
            int[][] tables = IntStream.range(0, shape.rank()).mapToObj(table).toArray(int[][]::new);
            new Movement(source, fill, tables, target).move(0, 0, 0);
        }
        return Tensor.wrap(source.dtype(), shape, target);
    }

    /// The elements at these places, in row-major order of a shape.
    static Tensor at(Tensor source, int[] places, Shape shape) {
        return at(source, places, shape, source);
    }

    /// The same, the fill where a place is [#FILL].
    static Tensor at(Tensor source, int[] places, Shape shape, Tensor fill) {
        return of(source, Shape.of(places.length), axis -> places, fill).reshaped(shape);
    }

    /// The source with other elements at these places, of those for one place the last.
    ///
    /// @param others of the source's type, as many as places
    static Tensor with(Tensor source, int[] places, Tensor others) {
        MemorySegment target = allocate(source.dtype(), source.shape()).copyFrom(source.segment());
        long bytes = source.dtype().byteSize();
        for (int i = 0; i < places.length; i++) {
            MemorySegment.copy(others.segment(), i * bytes, target, places[i] * bytes, bytes);
        }
        return Tensor.wrap(source.dtype(), source.shape(), target);
    }

    /// Zeros, enough for a tensor.
    ///
    /// @throws IllegalArgumentException where it would have more than 2^31 - 1 bytes
    static MemorySegment allocate(DType dtype, Shape shape) {
        return MemorySegment.ofArray(new byte[Require.bytes(new TensorType(dtype, shape))]);
    }

    /// The table of an output axis that walks the source in equal steps.
    static int[] walk(int count, int first, int step) {
        int[] table = new int[count];
        for (int i = 0; i < count; i++) {
            table[i] = first + i * step;
        }
        return table;
    }

    /// Fills the part of the output below one position of the axes before `axis`; returns the place behind it.
    private int move(int axis, int offset, int place) {
        int[] table = tables[axis];
        if (axis < tables.length - 1) {
            for (int step : table) {
                place = move(axis + 1, offset == FILL || step == FILL ? FILL : offset + step, place);
            }
            return place;
        }
        for (int i = 0; i < table.length;) {
            boolean filled = offset == FILL || table[i] == FILL;
            int run = filled ? 1 : run(table, i);
            copy(filled ? fill : source, filled ? 0 : offset + table[i], place + i, run);
            i += run;
        }
        return place + table.length;
    }

    /// How many neighbours in the source follow each other in the table.
    private static int run(int[] table, int from) {
        int run = 1;
        while (from + run < table.length && table[from + run] == table[from] + run) {
            run++;
        }
        return run;
    }

    private void copy(MemorySegment from, long element, long place, long count) {
        MemorySegment.copy(from, element * elementSize, target, place * elementSize, count * elementSize);
    }
}
