package dev.vernier.onednn;

import dev.vernier.run.MicroBatches;
import dev.vernier.run.Session;
import dev.vernier.run.Watcher;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A plan over native memory that it owns.
///
/// @param inputs where a run puts the graph's inputs
/// @param outputs where it finds the graph's outputs and the taps
/// @param sights what a watcher sees, and when
record OneDnnSession(Dnnl dnnl, MicroBatches batches, Plan plan, Map<String, Slot> inputs, Map<String, Slot> outputs,
        List<Sight> sights)
        implements
            Session {
    @Override
    public Map<String, Tensor> run(Map<String, Tensor> given) {
        OpenMp.useOneThread();
        return batches.run(given, this::runMicroBatch);
    }

    @Override
    public void watch(Map<String, Tensor> given, Watcher watcher) {
        OpenMp.useOneThread();
        batches.each(given, (part, first, count) -> {
            fill(part);
            Deque<Sight> ahead = new ArrayDeque<>(sights);
            plan.run(done -> {
                while (!ahead.isEmpty() && ahead.peek().step() == done) {
                    ahead.poll().show(watcher, first, count, batches.size());
                }
            });
        });
    }

    private void fill(Map<String, Tensor> given) {
        inputs.forEach((name, slot) -> {
            MemorySegment source = given.get(name).segment();
            MemorySegment.copy(source, 0, slot.segment(), 0, source.byteSize());
        });
    }

    private Map<String, Tensor> runMicroBatch(Map<String, Tensor> given) {
        fill(given);
        plan.run();
        Map<String, Tensor> results = new LinkedHashMap<>();
        outputs.forEach((name, slot) -> results.put(name, copy(slot)));
        return results;
    }

    private static Tensor copy(Slot slot) {
        Tensor seen = slot.tensor();
        return seen.dtype() == DType.F32
                ? Tensor.of(seen.shape(), seen.floats())
                : Tensor.wrap(seen.dtype(), seen.shape(), MemorySegment.ofArray(seen.bytes()));
    }

    @Override
    public void close() {
        dnnl.close();
    }
}
