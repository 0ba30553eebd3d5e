package dev.vernier.pairs;

import java.util.Optional;
import java.util.OptionalInt;

/// What becomes of a layer's int32 sums.
public sealed interface Finish {
    /// The bytes of an element of the output.
    int bytes();

    /// For how many output channels it is; empty where for any.
    default OptionalInt channels() {
        return switch (this) {
            case Sums _ -> OptionalInt.empty();
            case Reals(Scaling scaling) -> OptionalInt.of(scaling.channels());
            case Codes codes -> OptionalInt.of(codes.scaling().channels());
        };
    }

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
    /// @param low the lowest code of the output, at least the lowest of its type
    /// @param high the highest
    /// @param isSigned whether the output's codes are -128 to 127, not 0 to 255
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
    /// @param zeroPoint of the added codes
    /// @param ratio of their scale to that of the layer's own
    /// @param factor from that scale to the output's
    /// @param isSigned whether the added codes are -128 to 127, not 0 to 255
    record Addend(int low, int high, int zeroPoint, float ratio, float factor, boolean isSigned) {}
}
