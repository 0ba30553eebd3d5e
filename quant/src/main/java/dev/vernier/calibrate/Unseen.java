package dev.vernier.calibrate;

import dev.vernier.data.Batch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tells samples that an earlier calibration saw from those that it did not; each seen one is found once. Used by several
/// threads.
final class Unseen {
    private final Map<Long, Integer> seen = new HashMap<>();

    Unseen(SampleIds ids) {
        for (long id : ids.toArray()) {
            seen.merge(id, 1, Integer::sum);
        }
    }

    /// The runs of neighbours in a batch that are still to be seen.
    List<Batch> of(Batch batch) {
        List<Batch> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (isSeen(batch.ids().longAt(i))) {
                if (from < i) {
                    parts.add(batch.part(from, i));
                }
                from = i + 1;
            }
        }
        if (from < batch.size()) {
            parts.add(from == 0 ? batch : batch.part(from, batch.size()));
        }
        return parts;
    }

    private synchronized boolean isSeen(long id) {
        Integer count = seen.computeIfPresent(id, (key, times) -> times == 0 ? null : times - 1);
        return count != null;
    }
}
