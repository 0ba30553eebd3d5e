package dev.vernier.onednn;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Sums of rows of unsigned bytes, one sum per column. Eight columns are added at a time: the even and the odd bytes of
/// a long, each with the byte above it to grow into.
final class ByteSums {
    private static final ValueLayout.OfLong EIGHT = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long EVEN = 0x00ff_00ff_00ff_00ffL;

    /// 257 * 255 is the largest number of 16 bits.
    private static final int MOST_ROWS = 257;

    private final long flip;
    private final long[] even;
    private final long[] odd;
    private final int[] sums;
    private int rows;

    /// @param columns the length of a row
    /// @param flip is applied to each byte before it is added, by exclusive or
    ByteSums(int columns, int flip) {
        this.flip = flip * 0x0101_0101_0101_0101L;
        this.even = new long[columns / Long.BYTES];
        this.odd = new long[columns / Long.BYTES];
        this.sums = new int[columns];
    }

    void clear() {
        Arrays.fill(even, 0);
        Arrays.fill(odd, 0);
        Arrays.fill(sums, 0);
        rows = 0;
    }

    /// Adds the row that starts at `place`.
    void add(MemorySegment bytes, long place) {
        if (rows == MOST_ROWS) {
            settle();
        }
        rows++;
        for (int i = 0; i < even.length; i++) {
            long eight = bytes.get(EIGHT, place + (long) i * Long.BYTES) ^ flip;
            even[i] += eight & EVEN;
            odd[i] += eight >>> Byte.SIZE & EVEN;
        }
        for (int column = even.length * Long.BYTES; column < sums.length; column++) {
            sums[column] += (bytes.get(ValueLayout.JAVA_BYTE, place + column) ^ (int) flip) & 0xff;
        }
    }

    /// The sums of the rows added since [#clear], one per column; the next row may change them.
    int[] sums() {
        settle();
        return sums;
    }

    private void settle() {
        for (int i = 0; i < even.length; i++) {
            for (int pair = 0; pair < 4; pair++) {
                sums[i * Long.BYTES + 2 * pair] += (int) (even[i] >>> Short.SIZE * pair) & 0xffff;
                sums[i * Long.BYTES + 2 * pair + 1] += (int) (odd[i] >>> Short.SIZE * pair) & 0xffff;
            }
            even[i] = 0;
            odd[i] = 0;
        }
        rows = 0;
    }
}
