package dev.vernier.onednn;

import dev.vernier.graph.op.TensorType;
import dev.vernier.pairs.PackedWeights;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The values that the plans of a graph read. Each lies in memory once for every layout that is asked for, however many
/// nodes, plans and sessions read it; nothing may write it.
final class Constants {
    private final Dnnl dnnl;
    private final Map<Tensor, List<Slot>> slots = new HashMap<>();
    private final Map<Object, PackedWeights> packed = new HashMap<>();

    /// @param dnnl owns their memory
    Constants(Dnnl dnnl) {
        this.dnnl = dnnl;
    }

    /// Weights that are packed once.
    ///
    /// @param key equal where they are the same
    PackedWeights packed(Object key, Supplier<PackedWeights> pack) {
        return packed.computeIfAbsent(key, absent -> pack.get());
    }

    Slot rowMajor(Tensor value) {
        return in(value, Layout.rowMajor(dnnl, TensorType.of(value)),
                place -> MemorySegment.copy(value.segment(), 0, place, 0, value.segment().byteSize()));
    }

    /// A value in the layout asked for.
    ///
    /// @param fill puts it there, if nobody asked before
    Slot in(Tensor value, Layout wanted, Consumer<MemorySegment> fill) {
        List<Slot> known = slots.computeIfAbsent(value, absent -> new ArrayList<>());
        for (Slot slot : known) {
            if (slot.layout().sameAs(wanted)) {
                return slot;
            }
        }
        MemorySegment place = dnnl.allocate(wanted.bytes());
        fill.accept(place);
        Slot slot = new Slot(wanted, Storage.fixed(place), 0);
        known.add(slot);
        return slot;
    }
}
