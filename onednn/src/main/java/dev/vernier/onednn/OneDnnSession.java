package dev.vernier.onednn;

import dev.vernier.run.MicroBatches;
import dev.vernier.run.Session;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;

/// A plan over native memory that it owns.
///
/// @param inputs where a run puts the graph's inputs
/// @param outputs where it finds the graph's outputs and the taps
record OneDnnSession(Dnnl dnnl, MicroBatches batches, Plan plan, Map<String, Slot> inputs, Map<String, Slot> outputs)
        implements
            Session {
    @Override
    public Map<String, Tensor> run(Map<String, Tensor> given) {
        OpenMp.useOneThread();
        return batches.run(given, this::runMicroBatch);
    }

    private Map<String, Tensor> runMicroBatch(Map<String, Tensor> given) {
        inputs.forEach((name, slot) -> {
            MemorySegment source = given.get(name).segment();
            MemorySegment.copy(source, 0, slot.segment(), 0, source.byteSize());
        });
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
