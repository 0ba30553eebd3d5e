package dev.vernier.audit.cause;

import dev.vernier.quant.QuantizedModel;

/// Puts one thing right and leaves all else as it is.
@FunctionalInterface
public interface Repair {
    QuantizedModel of(QuantizedModel faulty);

    /// This, and then that.
    default Repair and(Repair that) {
        return faulty -> that.of(of(faulty));
    }
}
