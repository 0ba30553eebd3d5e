package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;

import dev.vernier.run.Watcher;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory;

/// One session's memory for a plan: activations and scratch space, oneDNN's handles of them, and the plan's steps bound
/// to them. It must be closed before what owns the plan is.
final class Workspace implements AutoCloseable {
    /// oneDNN 3.11's AVX2 pooling of codes begins its masked stores up to a vector before the result, which ends the process
    /// where no memory lies there.
    private static final long MARGIN = 64;

    private final Dnnl dnnl;
    private final Plan plan;
    private final MemorySegment memory;
    private final Map<Slot, dnnl_memory> handles = new HashMap<>();
    private final List<Runnable> steps;
    private final List<MemorySegment> inputs;
    private final List<MemorySegment> outputs;

    /// @param dnnl owns what the session needs, and nothing else
    private Workspace(Dnnl dnnl, Plan plan) {
        this.dnnl = dnnl;
        this.plan = plan;
        this.memory = dnnl.allocate(MARGIN + plan.bytes() + MARGIN).asSlice(MARGIN, plan.bytes());
        this.steps = plan.on(this);
        this.inputs = plan.inputs().values().stream().map(this::segment).toList();
        this.outputs = plan.outputs().values().stream().map(this::segment).toList();
    }

    /// @param owner of the plan
    static Workspace of(Plan plan, Dnnl owner) {
        Dnnl dnnl = owner.beside();
        try {
            return new Workspace(dnnl, plan);
        } catch (RuntimeException | Error failed) {
            dnnl.close();
            throw failed;
        }
    }

    Plan plan() {
        return plan;
    }

    Dnnl dnnl() {
        return dnnl;
    }

    /// Where a run puts the graph's inputs, in the plan's order.
    List<MemorySegment> inputs() {
        return inputs;
    }

    /// Where it finds the graph's outputs and the taps, in the plan's order.
    List<MemorySegment> outputs() {
        return outputs;
    }

    /// The plan's steps on this memory, in the plan's order.
    List<Runnable> steps() {
        return steps;
    }

    void run() {
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).run();
        }
    }

    /// Runs all steps and shows a watcher each watched tensor as soon as it is there.
    ///
    /// @param first the place of the first sample among all of the run
    /// @param count how many samples are no padding
    /// @param size how many samples the plan is compiled for
    void run(Watcher watcher, int first, int count, int size) {
        int shown = 0;
        List<Sight> sights = plan.sights();
        for (int done = 0; done <= steps.size(); done++) {
            for (; shown < sights.size() && sights.get(shown).step() == done; shown++) {
                sights.get(shown).show(segment(sights.get(shown).slot()), watcher, first, count, size);
            }
            if (done < steps.size()) {
                steps.get(done).run();
            }
        }
    }

    /// Where a slot lies.
    MemorySegment segment(Slot slot) {
        return slot.storage().in(memory).asSlice(slot.byteOffset(), slot.layout().bytes());
    }

    /// What a slot holds now, without a copy; its layout must be row-major.
    Tensor tensor(Slot slot) {
        return Tensor.wrap(slot.layout().type().dtype(), slot.layout().type().shape(), segment(slot));
    }

    /// oneDNN's handle of a slot.
    dnnl_memory handle(Slot slot) {
        return handles.computeIfAbsent(slot, absent -> {
            dnnl_memory handle = new dnnl_memory();
            Dnnl.check("memory", dnnl_memory_create(
                    handle, slot.layout().descriptor(), dnnl.engine(), Dnnl.pointer(segment(slot))));
            dnnl.own(() -> dnnl_memory_destroy(handle));
            return handle;
        });
    }

    @Override
    public void close() {
        dnnl.close();
    }
}
