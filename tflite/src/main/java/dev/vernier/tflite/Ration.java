package dev.vernier.tflite;

/// The bytes that may be taken out of a file before it is called damaged. FlatBuffers lets any number of tables point to the
/// same bytes, so that a small file could stand for gigabytes; files of real writers hold each of their bytes once.
final class Ration {
    private static final long FREE = 1 << 20;
    private static final int FACTOR = 16;

    private final long all;
    private long left;

    /// @param fileSize in bytes
    Ration(long fileSize) {
        this.all = FREE + FACTOR * fileSize;
        this.left = all;
    }

    /// Takes `count` elements of some bytes each.
    ///
    /// @throws IllegalArgumentException where the count is negative, or more was taken than an honest file holds
    void take(long count, int bytes) {
        if (count < 0 || count * bytes > left) {
            throw new IllegalArgumentException(
                    "damaged: its parts take more than " + all + " bytes, needed each byte once");
        }
        left -= count * bytes;
    }
}
