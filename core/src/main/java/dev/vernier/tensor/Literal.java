package dev.vernier.tensor;

/// Elements as the text form writes them: what is written is read back to the same bits, but for NaN's payload.
public final class Literal {
    private Literal() {}

    /// `1.0`, `-1.5E-7`, `inf`, `-inf`, `nan`.
    public static String of(float value) {
        return special(value, Float.toString(value));
    }

    /// One element of a tensor, by its place in row-major order.
    public static String of(Tensor tensor, int index) {
        return switch (tensor.dtype()) {
            case F32 -> of(tensor.floatAt(index));
            case F64 -> special(tensor.doubleAt(index), Double.toString(tensor.doubleAt(index)));
            case BOOL -> Boolean.toString(tensor.longAt(index) != 0);
            case I4, I8, U8, I16, U16, I32, I64 -> Long.toString(tensor.longAt(index));
        };
    }

    private static String special(double value, String finite) {
        return Double.isNaN(value) ? "nan" : Double.isInfinite(value) ? value > 0 ? "inf" : "-inf" : finite;
    }

    /// The tensor of elements written so.
    ///
    /// @throws IllegalArgumentException where one is none of the type, or there are not as many as the shape has
    public static Tensor parse(DType dtype, Shape shape, String... words) {
        if (words.length != shape.elementCount()) {
            throw new IllegalArgumentException(
                    words.length + " elements, needed " + shape.elementCount() + " of shape " + shape);
        }
        float[] floats = new float[dtype == DType.F32 ? words.length : 0];
        double[] doubles = new double[dtype == DType.F64 ? words.length : 0];
        long[] longs = new long[dtype.isFloat() ? 0 : words.length];
        for (int i = 0; i < words.length; i++) {
            try {
                switch (dtype) {
                    case F32 -> floats[i] = Float.parseFloat(spelled(words[i]));
                    case F64 -> doubles[i] = Double.parseDouble(spelled(words[i]));
                    case BOOL -> longs[i] = truth(words[i]);
                    case I4, I8, U8, I16, U16, I32, I64 -> longs[i] = Long.parseLong(words[i]);
                }
            } catch (NumberFormatException none) {
                throw new IllegalArgumentException("element " + words[i] + ", needed " + dtype, none);
            }
        }
        return switch (dtype) {
            case F32 -> Tensor.of(shape, floats);
            case F64 -> Tensor.ofF64(shape, doubles);
            case BOOL, I4, I8, U8, I16, U16, I32, I64 -> Tensor.ofLongs(dtype, shape, longs);
        };
    }

    /// Java's word for what the text form writes.
    private static String spelled(String word) {
        return switch (word) {
            case "nan" -> "NaN";
            case "inf" -> "Infinity";
            case "-inf" -> "-Infinity";
            default -> word;
        };
    }

    private static long truth(String word) {
        return switch (word) {
            case "true" -> 1;
            case "false" -> 0;
            default -> throw new NumberFormatException(word);
        };
    }
}
