package dev.vernier.pairs;

import java.util.Optional;

/// What becomes of a layer's int32 sums.
public sealed interface Finish {
    /// The bytes of an element of the output.
    int bytes();

    /// They are the output, int32.
    record Sums() implements Finish {
        @Override
        public int bytes() {
            return Integer.BYTES;
        }
    }

    /// They become float32.
    record Reals(Scaling scaling) implements Finish {
        @Override
        public int bytes() {
            return Float.BYTES;
        }
    }

    /// They become codes in 8 bits: `clamp(rint(scaled) + zeroPoint, low, high)`, ties to even.
    ///
    /// @param addend codes that are added before that, which lie where the output will
    record Codes(Scaling scaling, Optional<Addend> addend, int low, int high, int zeroPoint, boolean isSigned)
            implements
                Finish {
        @Override
        public int bytes() {
            return 1;
        }
    }

    /// Codes that are added to the layer's own, `own = clamp(rint(scaled), low, high)`:
    /// `fma(code - zeroPoint, ratio, own) * factor`.
    ///
    /// @param low the lowest of the layer's own codes minus their zero point
    /// @param high the highest
    /// @param isSigned whether the added codes are
    record Addend(int low, int high, int zeroPoint, float ratio, float factor, boolean isSigned) {}
}
