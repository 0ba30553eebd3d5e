package dev.vernier.onednn;

/// A tensor of a plan: a layout over some storage. Several slots may see the same storage. Where it lies in memory a
/// [Workspace] knows.
final class Slot {
    private final Layout layout;
    private final Storage storage;
    private final long byteOffset;

    Slot(Layout layout, Storage storage, long byteOffset) {
        this.layout = layout;
        this.storage = storage;
        this.byteOffset = byteOffset;
    }

    /// The same storage seen in another way.
    Slot view(Layout other, long elementOffset) {
        return new Slot(other, storage, byteOffset + elementOffset * other.type().dtype().byteSize());
    }

    Layout layout() {
        return layout;
    }

    Storage storage() {
        return storage;
    }

    /// Where it begins in its storage.
    long byteOffset() {
        return byteOffset;
    }
}
