package dev.vernier.keras;

import io.jhdf.Superblock;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/// The bytes of an HDF5 file as jhdf reads them: parts of one buffer, so that nothing is allocated, as many as a sound file
/// needs, so that structures that lead back to themselves end.
final class BoundedStorage implements HdfBackingStorage {
    private static final long READS = 50_000;
    private static final int BYTES_OF_A_READ = 64;
    private static final long ROUNDS = 8;
    private static final long MORE_BYTES = 1 << 22;
    /// More than what networks are packed by; a bomb is packed by 1000.
    private static final long TIGHTEST = 200;

    private final ByteBuffer bytes;
    private final Superblock superblock;
    private long reads;
    private long left;
    private long unpacked;

    /// @param bytes the whole file
    BoundedStorage(ByteBuffer bytes) {
        this.bytes = bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        this.superblock = Superblock.readSuperblock(bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN));
        if (superblock.getBaseAddressByte() != 0) {
            throw new IllegalArgumentException(
                    "base address " + superblock.getBaseAddressByte() + " in its superblock, needed 0");
        }
        this.reads = READS + bytes.capacity() / BYTES_OF_A_READ;
        this.left = ROUNDS * bytes.capacity() + MORE_BYTES;
    }

    @Override
    public ByteBuffer readBufferFromAddress(long address, int length) {
        return map(address, length);
    }

    @Override
    public ByteBuffer map(long address, long length) {
        return mapNoOffset(address, length);
    }

    /// @throws IllegalArgumentException where that is not in the file, or more was read than a sound file needs
    @Override
    public synchronized ByteBuffer mapNoOffset(long address, long length) {
        if (address < 0 || length < 0 || length > bytes.capacity() || address > bytes.capacity() - length) {
            throw new IllegalArgumentException(length + " bytes at " + address + " in a file of " + bytes.capacity()
                    + ", needed them inside");
        }
        left -= length;
        if (--reads < 0 || left < 0) {
            throw new IllegalArgumentException("structures that lead back to themselves, needed a tree");
        }
        return bytes.slice((int) address, (int) length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Takes note of bytes that more memory is needed for than the file has.
    ///
    /// @throws IllegalArgumentException where that is more than networks are ever packed by
    synchronized void requireUnpacked(long more) {
        unpacked += more;
        if (unpacked > MORE_BYTES + TIGHTEST * bytes.capacity()) {
            throw new IllegalArgumentException(
                    "more than " + unpacked + " bytes packed into " + bytes.capacity() + ", needed less");
        }
    }

    @Override
    public long getUserBlockSize() {
        return 0;
    }

    @Override
    public Superblock getSuperblock() {
        return superblock;
    }

    @Override
    public FileChannel getFileChannel() {
        throw new IllegalArgumentException("data in another file, needed all in this one");
    }

    @Override
    public int getSizeOfOffsets() {
        return superblock.getSizeOfOffsets();
    }

    @Override
    public int getSizeOfLengths() {
        return superblock.getSizeOfLengths();
    }

    @Override
    public void close() {}

    @Override
    public long size() {
        return bytes.capacity();
    }

    @Override
    public boolean inMemory() {
        return true;
    }
}
