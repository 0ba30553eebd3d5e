package dev.vernier.onednn;

import dev.vernier.run.MicroBatches;
import dev.vernier.run.Session;
import dev.vernier.run.Watcher;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;

/// A plan on memory of its own.
///
/// @param dnnl owns the plan
record OneDnnSession(Dnnl dnnl, MicroBatches batches, Workspace workspace) implements Session {
    Plan plan() {
        return workspace.plan();
    }

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
            workspace.run(watcher, first, count, batches.size());
        });
    }

    private void fill(Map<String, Tensor> given) {
        plan().inputs().forEach((name, slot) -> {
            MemorySegment source = given.get(name).segment();
            MemorySegment.copy(source, 0, workspace.segment(slot), 0, source.byteSize());
        });
    }

    private Map<String, Tensor> runMicroBatch(Map<String, Tensor> given) {
        fill(given);
        workspace.run();
        Map<String, Tensor> results = new LinkedHashMap<>();
        plan().outputs().forEach((name, slot) -> results.put(name, copy(workspace.tensor(slot))));
        return results;
    }

    private static Tensor copy(Tensor seen) {
        return seen.dtype() == DType.F32
                ? Tensor.of(seen.shape(), seen.floats())
                : Tensor.wrap(seen.dtype(), seen.shape(), MemorySegment.ofArray(seen.bytes()));
    }

    @Override
    public void close() {
        workspace.close();
        dnnl.close();
    }
}
