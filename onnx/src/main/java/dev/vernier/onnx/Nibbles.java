package dev.vernier.onnx;

/// Signed 4-bit integers as ONNX stores them: two in a byte, the first in the lower half (`TensorProto.int32_data`).
final class Nibbles {
    private Nibbles() {}

    /// How many bytes hold so many of them.
    static long bytes(long count) {
        return (count + 1) / 2;
    }

    /// @param values one in each byte
    static byte[] pack(byte[] values) {
        byte[] packed = new byte[(int) bytes(values.length)];
        for (int i = 0; i < values.length; i++) {
            packed[i / 2] |= (byte) ((values[i] & 0xf) << i % 2 * 4);
        }
        return packed;
    }

    /// One in each byte again.
    static byte[] unpack(byte[] packed, int count) {
        byte[] values = new byte[count];
        for (int i = 0; i < count; i++) {
            values[i] = (byte) (packed[i / 2] << (28 - i % 2 * 4) >> 28);
        }
        return values;
    }
}
