package dev.vernier.data;

import dev.vernier.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// One sample as its file holds it, before any preprocessing.
///
/// @param image what the network looks at, without a batch axis: uint8 `[c, h, w]` of an image (channels in the order
///     red, green, blue), or uint8, int8 or float32 of any shape from an array file
/// @param label the class, or [#UNLABELLED]
/// @param target the numbers that a model should give for it, `[1, ...]` of any type; empty where they are not known
/// @param further what a model takes beside the image, by its inputs' names, of the types that they have; no batch axis
public record Sample(Tensor image, int label, Optional<Tensor> target, Map<String, Tensor> further) {
    /// The label where none is known.
    public static final int UNLABELLED = -1;

    /// Without a target.
    public Sample(Tensor image, int label) {
        this(image, label, Optional.empty(), Map.of());
    }

    public Sample {
        Objects.requireNonNull(image);
        further = Collections.unmodifiableMap(new TreeMap<>(further));
        if (label < UNLABELLED) {
            throw new IllegalArgumentException("label = " + label + ", needed -1 or more");
        }
    }

    /// The same with another image.
    Sample with(Tensor other) {
        return new Sample(other, label, target, further);
    }

    /// The same with another label.
    Sample with(int other) {
        return new Sample(image, other, target, further);
    }

    /// A hash of the image's content: the first eight bytes (big-endian) of the SHA-256 of type and shape, as their
    /// text, followed by the elements' bytes; of further inputs the hash so far, name, type and shape go before their
    /// elements, in the order of their names. The label does not take part.
    public long id() {
        long id = ContentHash.of(image.dtype().toString() + image.shape(), bytes(image));
        for (Map.Entry<String, Tensor> input : further.entrySet()) {
            Tensor value = input.getValue();
            id = ContentHash.of(Long.toHexString(id) + " " + input.getKey() + " " + value.dtype() + value.shape(),
                    bytes(value));
        }
        return id;
    }

    private static ByteBuffer bytes(Tensor tensor) {
        return ByteBuffer.wrap(tensor.segment().toArray(ValueLayout.JAVA_BYTE));
    }
}
