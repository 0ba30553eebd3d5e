package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;

import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.javacpp.Pointer;

/// A tensor of the plan: a layout over some storage. Several slots may see the same storage.
final class Slot {
    private final Dnnl dnnl;
    private final Layout layout;
    private final Storage storage;
    private final long byteOffset;
    private dnnl_memory memory;

    Slot(Dnnl dnnl, Layout layout, Storage storage, long byteOffset) {
        this.dnnl = dnnl;
        this.layout = layout;
        this.storage = storage;
        this.byteOffset = byteOffset;
    }

    /// The same storage seen in another way.
    Slot view(Layout other, long elementOffset) {
        return new Slot(dnnl, other, storage, byteOffset + elementOffset * other.type().dtype().byteSize());
    }

    Layout layout() {
        return layout;
    }

    Storage storage() {
        return storage;
    }

    /// oneDNN's handle of it, which has no place before [#bind].
    dnnl_memory memory() {
        if (memory == null) {
            memory = new dnnl_memory();
            Dnnl.check("memory", dnnl_memory_create(memory, layout.descriptor(), dnnl.engine(), (Pointer) null));
            dnnl.own(() -> dnnl_memory_destroy(memory));
            if (storage.isPlaced()) {
                bind();
            }
        }
        return memory;
    }

    /// Tells oneDNN where the storage is.
    void bind() {
        if (memory != null) {
            Dnnl.check("memory", dnnl_memory_set_data_handle(memory, Dnnl.pointer(segment())));
        }
    }

    MemorySegment segment() {
        return storage.segment().asSlice(byteOffset, layout.bytes());
    }

    /// What it holds now, without a copy; the layout must be row-major.
    Tensor tensor() {
        return Tensor.wrap(layout.type().dtype(), layout.type().shape(), segment());
    }
}
