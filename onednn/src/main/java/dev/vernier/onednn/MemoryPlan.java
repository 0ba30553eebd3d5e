package dev.vernier.onednn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where each storage lies in one stretch of memory, so that what matters at the same time never overlaps: largest
/// first, each at the lowest offset that is free while it is needed. Quadratic in the number of storages.
///
/// @param bytes how long the stretch is
record MemoryPlan(Map<Storage, Long> offsets, long bytes) {
    private static final long ALIGNMENT = 64;

    static MemoryPlan of(List<Storage> storages) {
        Map<Storage, Long> offsets = new LinkedHashMap<>();
        long bytes = 0;
        for (Storage storage : storages.stream().sorted(Comparator.comparingLong(Storage::bytes).reversed()).toList()) {
            long offset = lowestFree(storage, offsets);
            offsets.put(storage, offset);
            bytes = Math.max(bytes, offset + storage.bytes());
        }
        return new MemoryPlan(offsets, bytes);
    }

    private static long lowestFree(Storage storage, Map<Storage, Long> offsets) {
        List<Storage> rivals = new ArrayList<>(offsets.keySet());
        rivals.removeIf(other -> other.lastStep() < storage.firstStep() || storage.lastStep() < other.firstStep());
        rivals.sort(Comparator.comparing(offsets::get));
        long offset = 0;
        for (Storage rival : rivals) {
            if (offset + storage.bytes() <= offsets.get(rival)) {
                break;
            }
            long end = offsets.get(rival) + rival.bytes();
            offset = Math.max(offset, (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        }
        return offset;
    }
}
