package dev.vernier.keras;

import dev.vernier.tensor.InputException;
import io.jhdf.Superblock.SuperblockV0V1;
import io.jhdf.Superblock.SuperblockV2V3;
import io.jhdf.SymbolTableEntry;
import io.jhdf.exceptions.HdfException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/// An HDF5 file in memory whose content nobody vouches for.
///
/// @param where what messages call it
/// @param storage its bytes
record Hdf5(String where, BoundedStorage storage) {
    private static final int NESTED = 4;

    /// @throws InputException where the bytes are no HDF5 file
    static Hdf5 open(String where, ByteBuffer bytes) {
        return guarded(where, () -> new Hdf5(where, new BoundedStorage(bytes)));
    }

    Hdf5Group root() {
        return guarded(() -> {
            long address = switch (storage.getSuperblock()) {
                case SuperblockV0V1 old ->
                    new SymbolTableEntry(storage, old.getRootGroupSymbolTableAddress()).getObjectHeaderAddress();
                case SuperblockV2V3 newer -> newer.getRootGroupObjectHeaderAddress();
                default -> throw new IllegalArgumentException("another superblock, needed versions 0 to 3");
            };
            return new Hdf5Group(this, "", address);
        });
    }

    /// Does something with the file; whatever jhdf makes of a damaged one is told in a line.
    ///
    /// @throws InputException where the file is damaged, or what is asked of it is not there
    <T> T guarded(Supplier<T> work) {
        return guarded(where, work);
    }

    private static <T> T guarded(String where, Supplier<T> work) {
        try {
            return work.get();
        } catch (InputException told) {
            throw told;
        } catch (RuntimeException | StackOverflowError damaged) {
            throw new InputException(where + ": damaged HDF5: " + reason(damaged), damaged);
        }
    }

    /// What lies at the bottom, in one line.
    private static String reason(Throwable damaged) {
        Throwable cause = damaged;
        for (int i = 0; i < NESTED && cause.getCause() != null && cause instanceof HdfException; i++) {
            cause = cause.getCause();
        }
        String text = cause instanceof StackOverflowError || cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getMessage();
        return text.replaceAll("\\p{Cntrl}", "?") + (text.contains(", needed ") ? "" : ", needed a whole file");
    }
}
