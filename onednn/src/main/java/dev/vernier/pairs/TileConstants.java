package dev.vernier.pairs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What a [ProductKernel] finishes the sums of a tile's channels with, 32 bytes each: the multipliers and biases of the
/// first eight channels, those of the next eight, and what all share.
final class TileConstants {
    static final int MULTIPLIERS = 0;
    static final int BIAS = 32;
    static final int EIGHT_CHANNELS = 64;
    static final int LOW = 128;
    static final int HIGH = 160;
    static final int ZERO_POINT = 192;
    static final int OWN_LOW = 224;
    static final int OWN_HIGH = 256;
    static final int ADDED_ZERO_POINT = 288;
    static final int RATIO = 320;
    static final int FACTOR = 352;

    private static final int BYTES = 384;
    private static final int ALIGNMENT = 64;
    private static final int LANES = ProductKernel.LANES;

    private TileConstants() {}

    /// @param first of the tile's output channels
    static MemorySegment of(Finish finish, int first, int channels, Arena arena) {
        MemorySegment place = arena.allocate(BYTES, ALIGNMENT);
        switch (finish) {
            case Finish.Sums _ -> {}
            case Finish.Reals(Scaling scaling) -> scale(scaling, first, channels, place);
            case Finish.Codes codes -> {
                scale(codes.scaling(), first, channels, place);
                fill(place, LOW, codes.low() - codes.zeroPoint());
                fill(place, HIGH, codes.high() - codes.zeroPoint());
                fillInts(place, ZERO_POINT, codes.zeroPoint());
                codes.addend().ifPresent(addend -> {
                    fill(place, OWN_LOW, addend.low());
                    fill(place, OWN_HIGH, addend.high());
                    fillInts(place, ADDED_ZERO_POINT, addend.zeroPoint());
                    fill(place, RATIO, addend.ratio());
                    fill(place, FACTOR, addend.factor());
                });
            }
        }
        return place;
    }

    private static void scale(Scaling scaling, int first, int channels, MemorySegment place) {
        for (int channel = 0; channel < channels; channel++) {
            int at = channel / LANES * EIGHT_CHANNELS + channel % LANES * Float.BYTES;
            place.set(ValueLayout.JAVA_FLOAT, at + MULTIPLIERS, scaling.multiplier(first + channel));
            if (scaling.addsSums()) {
                place.set(ValueLayout.JAVA_INT, at + BIAS, scaling.sum(first + channel));
            } else if (scaling.addsReals()) {
                place.set(ValueLayout.JAVA_FLOAT, at + BIAS, scaling.real(first + channel));
            }
        }
    }

    private static void fill(MemorySegment place, int at, float value) {
        for (int lane = 0; lane < LANES; lane++) {
            place.set(ValueLayout.JAVA_FLOAT, at + (long) lane * Float.BYTES, value);
        }
    }

    private static void fillInts(MemorySegment place, int at, int value) {
        for (int lane = 0; lane < LANES; lane++) {
            place.set(ValueLayout.JAVA_INT, at + (long) lane * Integer.BYTES, value);
        }
    }
}
