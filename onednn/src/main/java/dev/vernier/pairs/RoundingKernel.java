package dev.vernier.pairs;

import static dev.vernier.pairs.Assembler.R10;
import static dev.vernier.pairs.Assembler.R11;
import static dev.vernier.pairs.Assembler.R8;
import static dev.vernier.pairs.Assembler.R9;
import static dev.vernier.pairs.Assembler.RAX;
import static dev.vernier.pairs.Assembler.RCX;
import static dev.vernier.pairs.Assembler.RDI;
import static dev.vernier.pairs.Assembler.RDX;
import static dev.vernier.pairs.Assembler.RSI;

import dev.vernier.pairs.Assembler.At;
import dev.vernier.pairs.Assembler.Operation;
import dev.vernier.pairs.Assembler.When;

/// The machine code of [NearestCodes]: groups of 32 elements become codes, and the place of each group that holds a real too
/// near to a tie is put in a list. Its arguments are 64 bits each, at the places that are named here.
///
/// @param isLarge whether reals may leave int32
/// @param clamps whether the codes are bounded more tightly than by their type
/// @param isSigned whether they are -128 to 127, not 0 to 255
record RoundingKernel(NearestCodes.From from, boolean isLarge, boolean clamps, boolean isSigned) {
    static final int GROUP = 32;
    static final int LANES = 8;
    /// An entry of the list: where a group lies, and a bit for each lane that one of its four vectors is unsure in.
    static final int NOTE = 2 * Long.BYTES;

    static final int INPUT = 0;
    static final int CODES = 8;
    /// The second input, or what is particular to each element of a tile.
    static final int BESIDE = 16;
    static final int GROUPS = 24;
    static final int TILES = 32;
    static final int LIST = 40;
    static final int SHARED = 48;
    static final int ARGUMENTS = 56;

    /// What is particular to the elements of a group: 32 of each.
    static final int BIAS = 0;
    static final int MULTIPLIERS = GROUP * Integer.BYTES;
    static final int OFFSETS = 2 * MULTIPLIERS;
    static final int GROUP_BYTES = 3 * MULTIPLIERS;

    private static final int VECTOR = 32;
    private static final int REAL = 4;
    private static final int OTHER = 5;
    private static final int SECOND = 6;
    private static final int UNSURE = 7;

    /// What all elements share: a vector of each, in this order, which the registers from 8 on hold.
    enum Shared {
        LARGEST, MAGNITUDE, LIMIT, SIGN, ZERO_POINT, LOW, HIGH, ORDER,
        /// Those of pairs; they stay in memory.
        LEFT, RIGHT, OFFSET;

        int place() {
            return ordinal() * VECTOR;
        }

        private int register() {
            return LANES + ordinal();
        }

        private boolean isInRegister() {
            return this.compareTo(LEFT) < 0;
        }
    }

    byte[] code() {
        Assembler code = new Assembler();
        code.mov(RSI, At.of(RDI, INPUT));
        code.mov(R8, At.of(RDI, CODES));
        code.mov(R10, At.of(RDI, TILES));
        code.mov(R9, At.of(RDI, LIST));
        code.mov(R11, At.of(RDI, SHARED));
        for (Shared shared : Shared.values()) {
            if (shared.isInRegister()) {
                code.load(shared.register(), At.of(R11, shared.place()));
            }
        }
        int tile = code.size();
        code.mov(RDX, At.of(RDI, BESIDE));
        code.mov(RCX, At.of(RDI, GROUPS));
        int group = code.size();
        for (int vector = 0; vector < GROUP / LANES; vector++) {
            real(code, vector);
            nearest(code, vector);
        }
        pack(code);
        note(code);
        advance(code);
        code.add(RCX, -1L);
        code.jump(When.NOT_ZERO, group);
        code.add(R10, -1L);
        code.jump(When.NOT_ZERO, tile);
        code.mov(At.of(RDI, LIST), R9);
        code.vzeroupper();
        code.ret();
        return code.bytes();
    }

    private void real(Assembler code, int vector) {
        switch (from) {
            case NearestCodes.From.Sums(boolean outwards) -> {
                int place = vector * VECTOR;
                code.load(OTHER, At.of(RSI, place));
                code.apply(Operation.VPADDD, OTHER, OTHER, At.of(RDX, BIAS + place));
                if (outwards) {
                    code.apply(Operation.VPAND, REAL, OTHER, Shared.SIGN.register());
                    code.apply(Operation.VPOR, REAL, REAL, At.of(RDX, OFFSETS + place));
                } else {
                    code.load(REAL, At.of(RDX, OFFSETS + place));
                }
                code.intsToFloats(OTHER, OTHER);
                code.apply(Operation.VFMADD231PS, REAL, OTHER, At.of(RDX, MULTIPLIERS + place));
            }
            case NearestCodes.From.Reals() -> {
                code.load(REAL, At.of(RSI, vector * VECTOR));
                code.apply(Operation.VMULPS, REAL, REAL, At.of(R11, Shared.LEFT.place()));
            }
            case NearestCodes.From.Pairs(boolean leftIsSigned, boolean rightIsSigned) -> {
                code.bytesToInts(leftIsSigned, OTHER, At.of(RSI, vector * LANES));
                code.bytesToInts(rightIsSigned, SECOND, At.of(RDX, vector * LANES));
                code.load(REAL, At.of(R11, Shared.OFFSET.place()));
                code.intsToFloats(OTHER, OTHER);
                code.intsToFloats(SECOND, SECOND);
                code.apply(Operation.VFMADD231PS, REAL, OTHER, At.of(R11, Shared.LEFT.place()));
                code.apply(Operation.VFMADD231PS, REAL, SECOND, At.of(R11, Shared.RIGHT.place()));
            }
        }
    }

    /// What lies above the limit has its highest bit set where the rest of int32 is added to it.
    private void nearest(Assembler code, int vector) {
        if (isLarge) {
            code.apply(Operation.VMINPS, REAL, REAL, Shared.LARGEST.register());
        }
        code.floatsToInts(vector, REAL);
        code.intsToFloats(OTHER, vector);
        code.apply(Operation.VSUBPS, OTHER, REAL, OTHER);
        code.apply(Operation.VPAND, OTHER, OTHER, Shared.MAGNITUDE.register());
        code.apply(Operation.VPADDD, vector == 0 ? UNSURE : OTHER, OTHER, Shared.LIMIT.register());
        if (vector > 0) {
            code.apply(Operation.VPOR, UNSURE, UNSURE, OTHER);
        }
    }

    private void pack(Assembler code) {
        for (int first = 0; first < GROUP / LANES; first += 2) {
            code.apply(Operation.VPACKSSDW, first, first, first + 1);
            code.apply(Operation.VPADDSW, first, first, Shared.ZERO_POINT.register());
            if (clamps) {
                code.apply(Operation.VPMAXSW, first, first, Shared.LOW.register());
                code.apply(Operation.VPMINSW, first, first, Shared.HIGH.register());
            }
        }
        code.apply(isSigned ? Operation.VPACKSSWB : Operation.VPACKUSWB, 0, 0, 2);
        code.apply(Operation.VPERMD, 0, Shared.ORDER.register(), 0);
        code.store(At.of(R8, 0), 0);
    }

    private static void note(Assembler code) {
        code.signs(RAX, UNSURE);
        code.test(RAX);
        int sure = code.jump(When.ZERO);
        code.mov(At.of(R9, 0), RSI);
        code.mov(At.of(R9, Long.BYTES), RAX);
        code.add(R9, (long) NOTE);
        code.land(sure);
    }

    private void advance(Assembler code) {
        code.add(RSI, (long) GROUP * from.bytes());
        code.add(R8, (long) GROUP);
        code.add(RDX, from instanceof NearestCodes.From.Sums ? GROUP_BYTES : (long) GROUP);
    }
}
