package dev.vernier.pairs;

import dev.vernier.pairs.RoundingKernel.Shared;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.LongFunction;

/// Codes in 8 bits of reals that are computed in float32, by machine code for x86 CPUs with AVX2, for arithmetic that is none
/// of float32: `clamp(round(real) + zeroPoint, low, high)`. A real that lies so near to a tie that float32 may have rounded it
/// to the wrong side is left to the caller, with three elements around it; so are the last elements, fewer than
/// 32. All others are exact wherever the real is nearer to the true one than the margin.
///
/// It may run on several threads at once, each run on memory of its own.
public final class NearestCodes {
    private static final long ALIGNMENT = 64;
    private static final int LANES = RoundingKernel.LANES;
    /// Beyond any code, and far below what int32 holds.
    private static final float LARGEST = 1 << 20;
    /// No sum leaves int32 with it.
    private static final float LARGEST_SAFE = 0.75f;
    private static final int MOST_BYTES = 1 << 22;

    private final From from;
    private final MemorySegment function;
    private final MemorySegment shared;
    private final MemorySegment particular;
    private final int tile;

    /// What reals are made of.
    public sealed interface From {
        /// How many bytes an element of the input has.
        default int bytes() {
            return this instanceof Pairs ? 1 : Integer.BYTES;
        }

        /// Int32 sums, which have as many channels as there are [Factor]s, innermost: `(sum + bias) * multiplier + offset`.
        ///
        /// @param outwards whether the offset has the product's sign
        record Sums(boolean outwards) implements From {}

        /// Codes of two tensors: `left * leftFactor + offset + right * rightFactor`.
        ///
        /// @param leftIsSigned whether the left codes are -128 to 127, not 0 to 255
        /// @param rightIsSigned whether the right ones are
        record Pairs(boolean leftIsSigned, boolean rightIsSigned) implements From {}

        /// Float32 numbers, NaN not among them: `number * leftFactor`.
        record Reals() implements From {}
    }

    /// What sums of a channel become reals with.
    public record Factor(int bias, float multiplier, float offset) {}

    /// What pairs of codes become reals with, which must stay within int32.
    public record Weights(float left, float right, float offset) {}

    /// Which codes reals become.
    ///
    /// @param isSigned whether they are -128 to 127, not 0 to 255
    /// @param margin how near a real may come to a tie, below 0.5
    public record Target(int zeroPoint, int low, int high, boolean isSigned, float margin) {
        private boolean clamps() {
            int least = isSigned ? Byte.MIN_VALUE : 0;
            return low > least || high < least + 255;
        }
    }

    /// Makes the codes from one place to another, which stay undecided.
    @FunctionalInterface
    public interface Exactly {
        void make(long first, long end);
    }

    private NearestCodes(From from, boolean isLarge, Target target, int tile, long particularBytes, Arena arena) {
        this.from = from;
        this.tile = tile;
        byte[] code = new RoundingKernel(from, isLarge, target.clamps(), target.isSigned()).code();
        long place = MachineCode.load(List.of(code), arena).orElseThrow(
                () -> new IllegalStateException("memory for machine code may not be executed, needed that it may"))[0];
        this.function = MemorySegment.ofAddress(place);
        this.shared = arena.allocate((long) Shared.values().length * LANES * Float.BYTES, ALIGNMENT);
        this.particular = arena.allocate(particularBytes, ALIGNMENT);
        fill(Shared.LARGEST, LARGEST);
        fill(Shared.MAGNITUDE, Float.intBitsToFloat(Integer.MAX_VALUE));
        fill(Shared.LIMIT, Float.intBitsToFloat(Integer.MAX_VALUE - Float.floatToRawIntBits(0.5f - target.margin())));
        fill(Shared.SIGN, -0f);
        fillWords(Shared.ZERO_POINT, target.zeroPoint());
        fillWords(Shared.LOW, target.low());
        fillWords(Shared.HIGH, target.high());
        for (int lane = 0; lane < LANES; lane++) {
            shared.set(ValueLayout.JAVA_INT, at(Shared.ORDER, lane), lane / 2 + lane % 2 * LANES / 2);
        }
    }

    /// Codes of sums; factors must lie below 2.
    ///
    /// @param arena what is compiled lives as long as this
    /// @throws IllegalStateException where memory may not be executed
    public static NearestCodes ofSums(List<Factor> factors, boolean outwards, Target target, Arena arena) {
        int group = RoundingKernel.GROUP;
        int groups = factors.size() / Integer.lowestOneBit(factors.size() | group);
        boolean isLarge = factors.stream().anyMatch(factor -> factor.multiplier() > LARGEST_SAFE);
        NearestCodes codes = new NearestCodes(new From.Sums(outwards), isLarge, target, groups,
                (long) groups * RoundingKernel.GROUP_BYTES, arena);
        for (int i = 0; i < groups * group; i++) {
            Factor factor = factors.get(i % factors.size());
            long place = (long) i / group * RoundingKernel.GROUP_BYTES + (long) i % group * Integer.BYTES;
            codes.particular.set(ValueLayout.JAVA_INT, place + RoundingKernel.BIAS, factor.bias());
            codes.particular.set(ValueLayout.JAVA_FLOAT, place + RoundingKernel.MULTIPLIERS, factor.multiplier());
            codes.particular.set(ValueLayout.JAVA_FLOAT, place + RoundingKernel.OFFSETS, factor.offset());
        }
        return codes;
    }

    /// Whether sums of so many channels can be: where they divide into no few groups, each element would need memory of its own.
    public static boolean allows(int channels) {
        long groups = channels / Integer.lowestOneBit(channels | RoundingKernel.GROUP);
        return channels > 0 && groups * RoundingKernel.GROUP_BYTES <= MOST_BYTES;
    }

    /// Codes of pairs of codes.
    ///
    /// @param arena what is compiled lives as long as this
    /// @throws IllegalStateException where memory may not be executed
    public static NearestCodes ofPairs(From.Pairs pairs, Weights weights, Target target, Arena arena) {
        NearestCodes codes = new NearestCodes(pairs, false, target, 1, 0, arena);
        codes.fill(Shared.LEFT, weights.left());
        codes.fill(Shared.RIGHT, weights.right());
        codes.fill(Shared.OFFSET, weights.offset());
        return codes;
    }

    /// Codes of numbers.
    ///
    /// @param factor the inverse of the scale
    /// @param arena what is compiled lives as long as this
    /// @throws IllegalStateException where memory may not be executed
    public static NearestCodes ofReals(float factor, Target target, Arena arena) {
        NearestCodes codes = new NearestCodes(new From.Reals(), true, target, 1, 0, arena);
        codes.fill(Shared.LEFT, factor);
        return codes;
    }

    private static long at(Shared what, int lane) {
        return what.place() + (long) lane * Integer.BYTES;
    }

    private void fill(Shared what, float value) {
        for (int lane = 0; lane < LANES; lane++) {
            shared.set(ValueLayout.JAVA_FLOAT, at(what, lane), value);
        }
    }

    private void fillWords(Shared what, int value) {
        for (int lane = 0; lane < LANES; lane++) {
            shared.set(ValueLayout.JAVA_SHORT, at(what, lane), (short) value);
            shared.set(ValueLayout.JAVA_SHORT, at(what, lane) + Short.BYTES, (short) value);
        }
    }

    /// The same on this memory; what it returns allocates nothing.
    ///
    /// @param inputs the sums, or both tensors of codes
    /// @param allocate gives zeroed memory that lives as long as what is returned is run
    /// @throws IllegalArgumentException where one of the inputs is shorter than the codes
    public Runnable on(List<MemorySegment> inputs, MemorySegment codes, Exactly exactly,
            LongFunction<MemorySegment> allocate) {
        for (MemorySegment input : inputs) {
            if (input.byteSize() < codes.byteSize() * from.bytes()) {
                throw new IllegalArgumentException(
                        input.byteSize() + " bytes, needed " + codes.byteSize() * from.bytes());
            }
        }
        long groups = codes.byteSize() / RoundingKernel.GROUP;
        MemorySegment list = allocate.apply(Math.max(groups, 1) * RoundingKernel.NOTE);
        List<MemorySegment> calls = from instanceof From.Sums
                ? tiles(inputs.getFirst(), codes, groups, allocate)
                : groups == 0 ? List.of()
                        : List.of(arguments(allocate, inputs.getFirst().address(), codes.address(),
                                inputs.getLast().address(), groups, 1));
        long start = inputs.getFirst().address();
        long end = codes.byteSize();
        return () -> {
            long noted = list.address();
            for (int i = 0; i < calls.size(); i++) {
                MemorySegment arguments = calls.get(i);
                arguments.set(ValueLayout.JAVA_LONG, RoundingKernel.LIST, noted);
                Calls.call(function, arguments.address());
                noted = arguments.get(ValueLayout.JAVA_LONG, RoundingKernel.LIST);
            }
            for (long note = 0; note < noted - list.address(); note += RoundingKernel.NOTE) {
                long first = (list.get(ValueLayout.JAVA_LONG, note) - start) / from.bytes();
                decide(first, (int) list.get(ValueLayout.JAVA_LONG, note + Long.BYTES), exactly);
            }
            exactly.make(groups * RoundingKernel.GROUP, end);
        };
    }

    /// @param lanes a bit for each lane in which one of the group's vectors is unsure
    private static void decide(long first, int lanes, Exactly exactly) {
        for (int left = lanes; left != 0; left &= left - 1) {
            long place = first + Integer.numberOfTrailingZeros(left);
            for (long i = place; i < first + RoundingKernel.GROUP; i += LANES) {
                exactly.make(i, i + 1);
            }
        }
    }

    private List<MemorySegment> tiles(
            MemorySegment sums, MemorySegment codes, long groups, LongFunction<MemorySegment> allocate) {
        long whole = groups / tile;
        long rest = groups % tile;
        long done = whole * tile * RoundingKernel.GROUP;
        MemorySegment many = arguments(allocate, sums.address(), codes.address(), particular.address(), tile, whole);
        MemorySegment last = arguments(allocate, sums.address() + done * Integer.BYTES, codes.address() + done,
                particular.address(), rest, 1);
        return whole == 0 ? rest == 0 ? List.of() : List.of(last) : rest == 0 ? List.of(many) : List.of(many, last);
    }

    private MemorySegment arguments(
            LongFunction<MemorySegment> allocate, long input, long codes, long beside, long groups, long tiles) {
        MemorySegment arguments = allocate.apply(RoundingKernel.ARGUMENTS);
        arguments.set(ValueLayout.JAVA_LONG, RoundingKernel.INPUT, input);
        arguments.set(ValueLayout.JAVA_LONG, RoundingKernel.CODES, codes);
        arguments.set(ValueLayout.JAVA_LONG, RoundingKernel.BESIDE, beside);
        arguments.set(ValueLayout.JAVA_LONG, RoundingKernel.GROUPS, groups);
        arguments.set(ValueLayout.JAVA_LONG, RoundingKernel.TILES, tiles);
        arguments.set(ValueLayout.JAVA_LONG, RoundingKernel.SHARED, shared.address());
        return arguments;
    }
}
