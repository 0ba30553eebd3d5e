package dev.vernier.keras;

import io.jhdf.btree.BTreeV1;
import io.jhdf.dataset.chunked.Chunk;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// An array that is stored in pieces of one shape, each perhaps compressed: by `gzip`, `shuffle` and `fletcher32`, as h5py
/// writes them. No piece grows beyond its size.
///
/// @param width of a number in bytes
record Hdf5Chunks(Hdf5Data data, ChunkedDataLayoutMessage layout, int width) {
    private static final int DEFLATE = 1;
    private static final int SHUFFLE = 2;
    private static final int FLETCHER32 = 3;
    private static final int CHECKSUM = 4;
    private static final int SMALL = 1 << 16;

    /// The bytes of the whole array.
    ///
    /// @throws IllegalArgumentException where pieces are missing, damaged, or packed in another way
    ByteBuffer whole() {
        int[] sizes = Arrays.stream(data.sizes()).mapToInt(Math::toIntExact).toArray();
        int[] piece = layout.getChunkDimensions();
        if (piece.length != sizes.length || Arrays.stream(piece).anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("'" + data.path() + "' is stored in pieces " + Arrays.toString(piece)
                    + ", needed " + sizes.length + " sizes");
        }
        int pieceBytes = Math.multiplyExact(product(piece), width);
        int wholeBytes = Math.multiplyExact(product(sizes), width);
        List<Chunk> chunks = BTreeV1.createDataBTree(data.file().storage(), layout.getBTreeAddress(), sizes.length)
                .getChunks();
        long most = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            most *= Math.ceilDiv(sizes[axis], piece[axis]);
        }
        if (chunks.size() > most || pieceBytes - SMALL > 2L * wholeBytes) {
            throw new IllegalArgumentException("'" + data.path() + "' is " + Arrays.toString(sizes) + " in "
                    + chunks.size() + " pieces " + Arrays.toString(piece) + ", needed fewer or smaller ones");
        }
        data.file().storage().requireUnpacked((long) chunks.size() * pieceBytes + wholeBytes);
        byte[] whole = new byte[wholeBytes];
        long missing = product(sizes);
        for (Chunk chunk : chunks) {
            missing -= copy(unpacked(chunk, pieceBytes), chunk.getChunkOffset(), piece, sizes, whole);
        }
        if (missing != 0) {
            throw new IllegalArgumentException(
                    "'" + data.path() + "' lacks " + missing + " numbers, needed every piece once");
        }
        return ByteBuffer.wrap(whole);
    }

    private static int product(int[] sizes) {
        return Arrays.stream(sizes).reduce(1, Math::multiplyExact);
    }

    private byte[] unpacked(Chunk chunk, int size) {
        ByteBuffer stored = data.file().storage().map(chunk.getAddress(), chunk.getSize());
        byte[] bytes = new byte[stored.remaining()];
        stored.get(bytes);
        List<FilterInfo> filters = data.header().hasMessageOfType(FilterPipelineMessage.class)
                ? data.header().getMessageOfType(FilterPipelineMessage.class).getFilters()
                : List.of();
        for (FilterInfo filter : filters.reversed()) {
            bytes = switch (filter.getId()) {
                case DEFLATE -> inflated(bytes, size);
                case SHUFFLE -> together(bytes);
                case FLETCHER32 -> Arrays.copyOf(bytes, Math.max(0, bytes.length - CHECKSUM));
                default -> throw new IllegalArgumentException("'" + data.path() + "' is packed by filter "
                        + filter.getId() + ", known: gzip, shuffle, fletcher32");
            };
        }
        if (bytes.length != size) {
            throw new IllegalArgumentException(
                    "'" + data.path() + "' has a piece of " + bytes.length + " bytes, needed " + size);
        }
        return bytes;
    }

    /// @param most no more than this, and what a checksum behind it takes
    private byte[] inflated(byte[] packed, int most) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            byte[] bytes = new byte[Math.addExact(most, CHECKSUM)];
            int count = 0;
            while (count < bytes.length && !inflater.finished()) {
                int more = inflater.inflate(bytes, count, bytes.length - count);
                if (more == 0) {
                    break;
                }
                count += more;
            }
            return Arrays.copyOf(bytes, count);
        } catch (DataFormatException damaged) {
            throw new IllegalArgumentException("'" + data.path() + "': " + damaged.getMessage() + ", needed gzip",
                    damaged);
        } finally {
            inflater.end();
        }
    }

    /// First bytes of all numbers, then second ones, ... put together again.
    private byte[] together(byte[] apart) {
        int count = apart.length / width;
        byte[] numbers = apart.clone();
        for (int part = 0; part < width; part++) {
            for (int i = 0; i < count; i++) {
                numbers[i * width + part] = apart[part * count + i];
            }
        }
        return numbers;
    }

    /// @return how many numbers of the array it held
    private long copy(byte[] from, long[] offset, int[] piece, int[] sizes, byte[] to) {
        int last = sizes.length - 1;
        int rows = last < 0 ? 1 : product(Arrays.copyOf(piece, last));
        int row = last < 0 ? 1 : piece[last];
        long copied = 0;
        for (int i = 0; i < rows; i++) {
            int rest = i;
            long place = 0;
            long stride = 1;
            boolean isInside = true;
            for (int axis = last; axis >= 0; axis--) {
                long at = offset[axis] + (axis == last ? 0 : rest % piece[axis]);
                rest = axis == last ? rest : rest / piece[axis];
                isInside &= at >= 0 && at < sizes[axis];
                place += at * stride;
                stride *= sizes[axis];
            }
            if (isInside) {
                int count = last < 0 ? 1 : (int) Math.min(row, sizes[last] - offset[last]);
                System.arraycopy(from, i * row * width, to, Math.toIntExact(place * width), count * width);
                copied += count;
            }
        }
        return copied;
    }
}
