package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;

/// Matrix products in float32 and in int32 (ONNX MatMul; NumPy matmul): of the last two axes, all others broadcast. A
/// vector is a row on the left and a column on the right.
///
/// @param left `[..., m, k]`
/// @param right `[..., k, n]`
/// @param shape the product's shape, without the axes that vectors do not have
record Matrices(Shape left, Shape right, Shape shape) {
    /// @throws IllegalArgumentException where the shapes do not fit
    static Matrices of(Shape a, Shape b) {
        if (a.rank() == 0 || b.rank() == 0) {
            throw new IllegalArgumentException("operands " + a + " and " + b + ", needed at least one axis each");
        }
        Shape left = a.rank() == 1 ? Shape.of(1, a.size(0)) : a;
        Shape right = b.rank() == 1 ? Shape.of(b.size(0), 1) : b;
        if (left.size(left.rank() - 1) != right.size(right.rank() - 2)) {
            throw new IllegalArgumentException("operands " + a + " and " + b + ", needed as many columns as rows");
        }
        int[] outer = Shape.broadcast(outer(left), outer(right)).sizes();
        int[] sizes = Arrays.copyOf(outer, outer.length + 2);
        int rank = outer.length;
        if (a.rank() > 1) {
            sizes[rank++] = left.size(left.rank() - 2);
        }
        if (b.rank() > 1) {
            sizes[rank++] = right.size(right.rank() - 1);
        }
        return new Matrices(left, right, Shape.of(Arrays.copyOf(sizes, rank)));
    }

    /// Two matrices, each transposed where it is asked for.
    ///
    /// @throws IllegalArgumentException where they are no matrices or do not fit
    static Matrices ofTwo(Shape a, boolean transposeA, Shape b, boolean transposeB) {
        if (a.rank() != 2 || b.rank() != 2) {
            throw new IllegalArgumentException("operands " + a + " and " + b + ", needed two axes each");
        }
        return of(transposeA ? Shape.of(a.size(1), a.size(0)) : a, transposeB ? Shape.of(b.size(1), b.size(0)) : b);
    }

    private static Shape outer(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.sizes(), shape.rank() - 2));
    }

    /// The axis of a left operand that runs over its rows; empty for a vector.
    static Optional<Integer> rowAxis(Shape a) {
        return a.rank() < 2 ? Optional.empty() : Optional.of(a.rank() - 2);
    }

    /// The axis of a right operand that runs over its columns; empty for a vector.
    static Optional<Integer> columnAxis(Shape b) {
        return b.rank() < 2 ? Optional.empty() : Optional.of(b.rank() - 1);
    }

    /// Calls for each matrix of the product, with the places of its operands among the left and the right ones.
    void forEach(Broadcast.Pairs pairs) {
        Broadcast.forEach(outer(left), outer(right), pairs);
    }

    int rows() {
        return left.size(left.rank() - 2);
    }

    /// How many products each sum has.
    int terms() {
        return left.size(left.rank() - 1);
    }

    int columns() {
        return right.size(right.rank() - 1);
    }

    float[] product(float[] a, float[] b) {
        float[] product = new float[shape.elementCount()];
        float[] sums = new float[columns()];
        Broadcast.forEach(outer(left), outer(right), (place, i, j) -> {
            float[][] matrix = new float[terms()][];
            for (int k = 0; k < matrix.length; k++) {
                int from = (j * matrix.length + k) * sums.length;
                matrix[k] = Arrays.copyOfRange(b, from, from + sums.length);
            }
            for (int row = 0; row < rows(); row++) {
                Arrays.fill(sums, 0);
                add(a, (i * rows() + row) * matrix.length, matrix, sums);
                System.arraycopy(sums, 0, product, (place * rows() + row) * sums.length, sums.length);
            }
        });
        return product;
    }

    int[] product(int[] a, int[] b) {
        int[] product = new int[shape.elementCount()];
        int[] sums = new int[columns()];
        Broadcast.forEach(outer(left), outer(right), (place, i, j) -> {
            int[][] matrix = new int[terms()][];
            for (int k = 0; k < matrix.length; k++) {
                int from = (j * matrix.length + k) * sums.length;
                matrix[k] = Arrays.copyOfRange(b, from, from + sums.length);
            }
            for (int row = 0; row < rows(); row++) {
                Arrays.fill(sums, 0);
                add(a, (i * rows() + row) * matrix.length, matrix, sums);
                System.arraycopy(sums, 0, product, (place * rows() + row) * sums.length, sums.length);
            }
        });
        return product;
    }

    /// Adds `factors[from + k] * rows[k][i]` to each `sums[i]`, for all k in order, with one rounding after each
    /// product and one after each addition: a sum depends on nothing but its own terms.
    static void add(float[] factors, int from, float[][] rows, float[] sums) {
        for (int k = 0; k < rows.length; k++) {
            float factor = factors[from + k];
            float[] row = rows[k];
            for (int i = 0; i < sums.length; i++) {
                sums[i] += factor * row[i];
            }
        }
    }

    /// The same for integers, small enough for their sums to fit.
    static void add(int[] factors, int from, int[][] rows, int[] sums) {
        int k = 0;
        for (; k + 4 <= rows.length; k += 4) {
            int a = factors[from + k];
            int b = factors[from + k + 1];
            int c = factors[from + k + 2];
            int d = factors[from + k + 3];
            addFour(a, rows[k], b, rows[k + 1], c, rows[k + 2], d, rows[k + 3], sums);
        }
        for (; k < rows.length; k++) {
            int factor = factors[from + k];
            int[] row = rows[k];
            for (int i = 0; i < sums.length; i++) {
                sums[i] += factor * row[i];
            }
        }
    }

    private static void addFour(int a, int[] rowA, int b, int[] rowB, int c, int[] rowC, int d, int[] rowD,
            int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += a * rowA[i] + b * rowB[i] + c * rowC[i] + d * rowD[i];
        }
    }

    /// The transpose of a matrix.
    static float[] transposed(float[] matrix, Shape shape) {
        int rows = shape.size(0);
        int columns = shape.size(1);
        float[] transposed = new float[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            transposed[i % columns * rows + i / columns] = matrix[i];
        }
        return transposed;
    }

    /// The same for integers.
    static int[] transposed(int[] matrix, Shape shape) {
        int rows = shape.size(0);
        int columns = shape.size(1);
        int[] transposed = new int[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            transposed[i % columns * rows + i / columns] = matrix[i];
        }
        return transposed;
    }
}
