package dev.vernier.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.vernier.tensor.DType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// How ONNX numbers the element types (`TensorProto.DataType`).
final class ElementType {
    private ElementType() {}

    static int code(DType dtype) {
        return proto(dtype).getNumber();
    }

    private static DataType proto(DType dtype) {
        return switch (dtype) {
            case F32 -> DataType.FLOAT;
            case F64 -> DataType.DOUBLE;
            case I4 -> DataType.INT4;
            case I8 -> DataType.INT8;
            case U8 -> DataType.UINT8;
            case I16 -> DataType.INT16;
            case U16 -> DataType.UINT16;
            case I32 -> DataType.INT32;
            case I64 -> DataType.INT64;
            case BOOL -> DataType.BOOL;
        };
    }

    static Optional<DType> find(int code) {
        return Arrays.stream(DType.values()).filter(dtype -> code(dtype) == code).findFirst();
    }

    /// @throws IllegalArgumentException where Vernier has no such type; the message lists those it has
    static DType of(int code) {
        return find(code).orElseThrow(() -> new IllegalArgumentException(unknown(code)));
    }

    static String unknown(int code) {
        return "type = " + word(code) + ", known: "
                + Arrays.stream(DType.values()).map(DType::toString).collect(Collectors.joining(", "));
    }

    private static String word(int code) {
        return switch (code) {
            case 23 -> "float4e2m1";
            case 24 -> "float8e8m0";
            case 25 -> "uint2";
            case 26 -> "int2";
            default -> {
                DataType type = DataType.forNumber(code);
                yield type == null ? Integer.toString(code) : type.name().toLowerCase(Locale.ROOT);
            }
        };
    }
}
