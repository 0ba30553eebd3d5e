package dev.vernier.pairs;

import java.io.ByteArrayOutputStream;

/// x86-64 machine code under construction: the few instructions that kernels here are made of. Vectors are 256 bits wide
/// and are numbered 0 to 15 (`ymm0` to `ymm15`). Encodings are those of Intel's Software Developer's Manual, volume 2,
/// of which the three-byte VEX prefix is always taken.
final class Assembler {
    static final int RAX = 0;
    static final int RCX = 1;
    static final int RDX = 2;
    static final int RBX = 3;
    static final int RSP = 4;
    static final int RBP = 5;
    static final int RSI = 6;
    static final int RDI = 7;
    static final int R8 = 8;
    static final int R9 = 9;
    static final int R10 = 10;
    static final int R11 = 11;
    static final int R13 = 13;
    static final int R14 = 14;
    static final int R15 = 15;

    /// The opcode maps of a VEX prefix.
    private static final int MAP_0F = 1;
    private static final int MAP_0F38 = 2;
    private static final int MAP_0F3A = 3;
    /// The mandatory prefixes that a VEX prefix stands for.
    private static final int NO_PREFIX = 0;
    private static final int PREFIX_66 = 1;
    private static final int PREFIX_F3 = 2;
    private static final int NO_REGISTER = 0;
    private static final int NO_INDEX = 4;

    /// What is done to two vectors, element by element.
    enum Operation {
        /// 16-bit products of neighbours, added in pairs to 32 bits.
        VPMADDWD(MAP_0F, PREFIX_66, 0xf5),
        VPADDD(MAP_0F, PREFIX_66, 0xfe),
        VPSUBD(MAP_0F, PREFIX_66, 0xfa),
        VPSUBW(MAP_0F, PREFIX_66, 0xf9),
        VPXOR(MAP_0F, PREFIX_66, 0xef),
        VPAND(MAP_0F, PREFIX_66, 0xdb),
        VPOR(MAP_0F, PREFIX_66, 0xeb),
        /// 16-bit numbers, saturating.
        VPADDSW(MAP_0F, PREFIX_66, 0xed),
        VPMAXSW(MAP_0F, PREFIX_66, 0xee),
        VPMINSW(MAP_0F, PREFIX_66, 0xea),
        /// 32-bit numbers made 16 bits, saturating, in each half of 128 bits: four of the left, four of the right.
        VPACKSSDW(MAP_0F, PREFIX_66, 0x6b),
        /// 16-bit numbers made signed bytes in the same way.
        VPACKSSWB(MAP_0F, PREFIX_66, 0x63),
        /// 16-bit numbers made unsigned bytes in the same way.
        VPACKUSWB(MAP_0F, PREFIX_66, 0x67),
        /// The ints of the right at the places that the left names.
        VPERMD(MAP_0F38, PREFIX_66, 0x36),
        VSUBPS(MAP_0F, NO_PREFIX, 0x5c),
        VMULPS(MAP_0F, NO_PREFIX, 0x59),
        VADDPS(MAP_0F, NO_PREFIX, 0x58),
        VMAXPS(MAP_0F, NO_PREFIX, 0x5f),
        VMINPS(MAP_0F, NO_PREFIX, 0x5d),
        /// `target += left * right` in one rounding.
        VFMADD231PS(MAP_0F38, PREFIX_66, 0xb8);

        private final int map;
        private final int prefix;
        private final int opcode;

        Operation(int map, int prefix, int opcode) {
            this.map = map;
            this.prefix = prefix;
            this.opcode = opcode;
        }
    }

    private final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private byte[] patched = {};

    /// Memory at `[base + index + displacement]`.
    ///
    /// @param index another register; `RSP` for none, which the encoding cannot name
    record At(int base, int index, int displacement) {
        static At of(int base, int displacement) {
            return new At(base, RSP, displacement);
        }
    }

    /// How many bytes there are so far.
    int size() {
        return code.size();
    }

    byte[] bytes() {
        byte[] bytes = code.toByteArray();
        System.arraycopy(patched, 0, bytes, 0, patched.length);
        return bytes;
    }

    private Assembler emit(int... bytes) {
        for (int value : bytes) {
            code.write(value);
        }
        return this;
    }

    private Assembler word(int value) {
        return emit(value, value >> 8, value >> 16, value >> 24);
    }

    private Assembler direct(int register, int operand) {
        return emit(0xc0 | (register & 7) << 3 | operand & 7);
    }

    private Assembler memory(int register, At at) {
        boolean isIndexed = at.index() != NO_INDEX;
        boolean isShort = at.displacement() == (byte) at.displacement();
        int form = isShort ? 0x40 : 0x80;
        if (isIndexed || (at.base() & 7) == RSP) {
            emit(form | (register & 7) << 3 | 4, (at.index() & 7) << 3 | at.base() & 7);
        } else {
            emit(form | (register & 7) << 3 | at.base() & 7);
        }
        return isShort ? emit(at.displacement()) : word(at.displacement());
    }

    private void vex(int map, int prefix, boolean isWide, int length, int opcode, int register, int second, int base,
            int index) {
        emit(0xc4, (~register & 8) << 4 | (~index & 8) << 3 | (~base & 8) << 2 | map,
                (isWide ? 0x80 : 0) | (~second & 15) << 3 | length << 2 | prefix, opcode);
    }

    private Assembler vector(int map, int prefix, int opcode, int target, int left, int right) {
        vex(map, prefix, false, 1, opcode, target, left, right, 0);
        return direct(target, right);
    }

    private Assembler vector(int map, int prefix, int opcode, int target, int left, At right) {
        vex(map, prefix, false, 1, opcode, target, left, right.base(), right.index());
        return memory(target, right);
    }

    private Assembler half(int map, int prefix, int opcode, int target, int left, At right) {
        vex(map, prefix, false, 0, opcode, target, left, right.base(), right.index());
        return memory(target, right);
    }

    /// Sets a vector to what an operation makes of two others.
    void apply(Operation operation, int target, int left, int right) {
        vector(operation.map, operation.prefix, operation.opcode, target, left, right);
    }

    /// The same with a vector in memory.
    void apply(Operation operation, int target, int left, At right) {
        vector(operation.map, operation.prefix, operation.opcode, target, left, right);
    }

    /// 32 bits of memory in each place.
    void vpbroadcastd(int target, At source) {
        vector(MAP_0F38, PREFIX_66, 0x58, target, NO_REGISTER, source);
    }

    /// 16 bytes, made 16 bits each.
    void bytesToWords(boolean isSigned, int target, At source) {
        vector(MAP_0F38, PREFIX_66, isSigned ? 0x20 : 0x30, target, NO_REGISTER, source);
    }

    /// 8 bytes, made 32 bits each.
    void bytesToInts(boolean isSigned, int target, At source) {
        vector(MAP_0F38, PREFIX_66, isSigned ? 0x21 : 0x31, target, NO_REGISTER, source);
    }

    /// The lower 8 bytes of a register, made 32 bits each.
    void bytesToInts(boolean isSigned, int target, int source) {
        vector(MAP_0F38, PREFIX_66, isSigned ? 0x21 : 0x31, target, NO_REGISTER, source);
    }

    void load(int target, At source) {
        vector(MAP_0F, PREFIX_F3, 0x6f, target, NO_REGISTER, source);
    }

    void store(At target, int source) {
        vector(MAP_0F, PREFIX_F3, 0x7f, source, NO_REGISTER, target);
    }

    /// The lower 8 bytes.
    void storeLow(At target, int source) {
        half(MAP_0F, PREFIX_66, 0xd6, source, NO_REGISTER, target);
    }

    /// One of the lower 16 bytes.
    void storeByte(At target, int source, int place) {
        half(MAP_0F3A, PREFIX_66, 0x14, source, NO_REGISTER, target).emit(place);
    }

    /// One of the lower 4 ints.
    void storeInt(At target, int source, int place) {
        half(MAP_0F3A, PREFIX_66, 0x16, source, NO_REGISTER, target).emit(place);
    }

    /// Puts a byte of memory in one of the lower 16 places; the upper half becomes zero.
    void insertByte(int target, At source, int place) {
        half(MAP_0F3A, PREFIX_66, 0x20, target, target, source).emit(place);
    }

    /// The upper half of a vector as the lower one.
    void upperHalf(int target, int source) {
        vector(MAP_0F3A, PREFIX_66, 0x39, source, NO_REGISTER, target).emit(1);
    }

    /// Two lower halves of ints to one of 16 bits, saturating.
    void packInts(int target, int left, int right) {
        vex(MAP_0F, PREFIX_66, false, 0, 0x6b, target, left, right, 0);
        direct(target, right);
    }

    /// Two lower halves of 16 bits to one of bytes, saturating.
    void packWords(boolean isSigned, int target, int left, int right) {
        vex(MAP_0F, PREFIX_66, false, 0, isSigned ? 0x63 : 0x67, target, left, right, 0);
        direct(target, right);
    }

    void intsToFloats(int target, int source) {
        vector(MAP_0F, NO_PREFIX, 0x5b, target, NO_REGISTER, source);
    }

    /// Rounds to the nearest, ties to even.
    void floatsToInts(int target, int source) {
        vector(MAP_0F, PREFIX_66, 0x5b, target, NO_REGISTER, source);
    }

    /// To the nearest whole number, ties to even.
    void round(int target, int source) {
        vector(MAP_0F3A, PREFIX_66, 0x08, target, NO_REGISTER, source).emit(0x08);
    }

    /// The sign bits of all floats.
    ///
    /// @param target one of the lower eight registers
    void signs(int target, int source) {
        vector(MAP_0F, NO_PREFIX, 0x50, target, NO_REGISTER, source);
    }

    void vzeroupper() {
        emit(0xc5, 0xf8, 0x77);
    }

    private Assembler wide(int opcode, int register, At at) {
        emit(0x48 | (register & 8) >> 1 | (at.index() & 8) >> 2 | (at.base() & 8) >> 3, opcode);
        return memory(register, at);
    }

    /// A 64-bit register from memory.
    void mov(int target, At source) {
        wide(0x8b, target, source);
    }

    /// A 64-bit register into memory.
    void mov(At target, int source) {
        wide(0x89, source, target);
    }

    void mov(int target, int source) {
        emit(0x48 | (target & 8) >> 1 | (source & 8) >> 3, 0x8b).direct(target, source);
    }

    /// A number of 32 bits, not negative.
    void mov(int target, long number) {
        if (target > RDI) {
            emit(0x41);
        }
        emit(0xb8 | target & 7).word(Math.toIntExact(number));
    }

    /// Clears the upper half of one of the lower eight registers.
    void zeroExtend(int register) {
        emit(0x8b).direct(register, register);
    }

    /// 32 bits of memory, made 64.
    void movsxd(int target, At source) {
        wide(0x63, target, source);
    }

    /// A byte of memory, made 32 bits.
    ///
    /// @param target one of the lower eight registers
    void movByte(boolean isSigned, int target, At source) {
        emit(0x40 | (source.index() & 8) >> 2 | (source.base() & 8) >> 3, 0x0f, isSigned ? 0xbe : 0xb6);
        memory(target, source);
    }

    /// The lower 16 bits of one of the lower eight registers.
    void storeWord(At target, int source) {
        emit(0x66, 0x40 | (target.index() & 8) >> 2 | (target.base() & 8) >> 3, 0x89);
        memory(source, target);
    }

    void add(int target, At source) {
        wide(0x03, target, source);
    }

    void add(int target, int source) {
        emit(0x48 | (target & 8) >> 1 | (source & 8) >> 3, 0x03).direct(target, source);
    }

    void add(int target, long number) {
        emit(0x48 | (target & 8) >> 3, 0x81).direct(0, target).word(Math.toIntExact(number));
    }

    void test(int register) {
        emit(0x48 | (register & 8) >> 1 | (register & 8) >> 3, 0x85).direct(register, register);
    }

    void push(int register) {
        if (register > RDI) {
            emit(0x41);
        }
        emit(0x50 | register & 7);
    }

    void pop(int register) {
        if (register > RDI) {
            emit(0x41);
        }
        emit(0x58 | register & 7);
    }

    void call(int register) {
        emit(0xff).direct(2, register);
    }

    void call(At target) {
        emit(0x40 | (target.base() & 8) >> 3, 0xff).memory(2, target);
    }

    void ret() {
        emit(0xc3);
    }

    /// When to jump, after a comparison, a test or an addition.
    enum When {
        ZERO(0x84),
        NOT_ZERO(0x85),
        NOT_NEGATIVE(0x89),
        POSITIVE(0x8f);

        private final int opcode;

        When(int opcode) {
            this.opcode = opcode;
        }
    }

    /// Jumps back to where [#size] was `place`.
    void jump(When when, int place) {
        emit(0x0f, when.opcode).word(place - (size() + Integer.BYTES));
    }

    /// Jumps to a place that [#land] gives later.
    ///
    /// @return what [#land] asks for
    int jump(When when) {
        emit(0x0f, when.opcode).word(0);
        return size();
    }

    /// Has an earlier jump end here.
    void land(int jump) {
        byte[] bytes = bytes();
        int distance = size() - jump;
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[jump - Integer.BYTES + i] = (byte) (distance >> i * Byte.SIZE);
        }
        patched = bytes;
    }
}
