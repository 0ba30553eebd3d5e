package dev.vernier.pairs;

import static dev.vernier.pairs.Assembler.R8;
import static dev.vernier.pairs.Assembler.RAX;
import static dev.vernier.pairs.Assembler.RBP;
import static dev.vernier.pairs.Assembler.RBX;
import static dev.vernier.pairs.Assembler.RCX;
import static dev.vernier.pairs.Assembler.RDI;
import static dev.vernier.pairs.Assembler.RDX;
import static dev.vernier.pairs.Assembler.RSI;

import dev.vernier.pairs.Assembler.At;
import dev.vernier.pairs.Assembler.Operation;
import dev.vernier.pairs.Assembler.When;

/// The kernel that brings codes into the memory that [ProductKernel] reads: 16 bits each, their zero point subtracted,
/// so that zeros around them are the padding.
///
/// Its arguments are 64 bits each: the codes, their new place, the bytes of the gap in front of each row with those
/// behind the last, how many rows, and 16 times the zero point. A row is what lies side by side on both sides. Zeros are
/// written up to 31 bytes beyond a gap, before the row that follows.
final class Expansion {
    private static final int SOURCE = 0;
    private static final int TARGET = 8;
    private static final int GAPS = 16;
    private static final int ROWS = 24;
    private static final int ZERO_POINT = 32;
    /// What the last gap may be exceeded by.
    static final int SLACK = 32;

    private static final int VECTOR = 16;
    private static final int R9 = R8 + 1;
    private static final int ZEROS = 14;
    private static final int ZERO_POINTS = 15;

    private final Assembler code = new Assembler();
    private final boolean isSigned;
    private final int zeroPoint;

    private Expansion(boolean isSigned, int zeroPoint) {
        this.isSigned = isSigned;
        this.zeroPoint = zeroPoint;
    }

    /// @param row the codes of a row
    static byte[] code(Geometry geometry, int row, boolean isSigned, int zeroPoint) {
        Expansion expansion = new Expansion(isSigned, zeroPoint);
        boolean isEven = geometry.groupChannels() % 2 == 0;
        expansion.rows(isEven ? 1 : row / geometry.groupChannels(), isEven ? row : geometry.groupChannels(), !isEven);
        return expansion.code.bytes();
    }

    private void rows(int units, int unit, boolean isPadded) {
        code.push(RBX);
        code.push(RBP);
        code.mov(RAX, At.of(RDI, SOURCE));
        code.mov(RCX, At.of(RDI, TARGET));
        code.mov(RDX, At.of(RDI, GAPS));
        code.mov(RSI, At.of(RDI, ROWS));
        code.mov(RBP, At.of(RDI, ZERO_POINT));
        code.load(ZERO_POINTS, At.of(RBP, 0));
        code.apply(Operation.VPXOR, ZEROS, ZEROS, ZEROS);
        code.mov(RBP, 0L);
        int row = code.size();
        gap();
        code.mov(R9, (long) units);
        int next = code.size();
        unit(unit, isPadded);
        code.add(R9, -1L);
        code.jump(When.NOT_ZERO, next);
        code.add(RSI, -1L);
        code.jump(When.NOT_ZERO, row);
        gap();
        code.vzeroupper();
        code.pop(RBP);
        code.pop(RBX);
        code.ret();
    }

    private void gap() {
        code.mov(RBX, At.of(RDX, 0));
        code.add(RDX, (long) Long.BYTES);
        code.mov(R8, RCX);
        code.add(RCX, RBX);
        code.test(RBX);
        int none = code.jump(When.ZERO);
        int more = code.size();
        code.store(At.of(R8, 0), ZEROS);
        code.add(R8, 32L);
        code.add(RBX, -32L);
        code.jump(When.POSITIVE, more);
        code.land(none);
    }

    private void unit(int count, boolean isPadded) {
        int vectors = count / VECTOR;
        int rest = count % VECTOR;
        if (vectors > 0) {
            code.mov(RBX, (long) vectors);
            int next = code.size();
            vector(0);
            code.add(RAX, (long) VECTOR);
            code.add(RCX, 2L * VECTOR);
            code.add(RBX, -1L);
            code.jump(When.NOT_ZERO, next);
        }
        if (rest > 0 && vectors > 0) {
            vector(rest - VECTOR);
        } else {
            for (int i = 0; i < rest; i++) {
                code.movByte(isSigned, RBX, At.of(RAX, i));
                code.add(RBX, (long) -zeroPoint);
                code.storeWord(At.of(RCX, 2 * i), RBX);
            }
        }
        if (isPadded) {
            code.storeWord(At.of(RCX, 2 * rest), RBP);
        }
        code.add(RAX, (long) rest);
        code.add(RCX, 2L * rest + (isPadded ? 2 : 0));
    }

    /// @param place of the first code from here on; the last codes of a row are taken along with some before them
    private void vector(int place) {
        code.bytesToWords(isSigned, 0, At.of(RAX, place));
        code.apply(Operation.VPSUBW, 0, 0, ZERO_POINTS);
        code.store(At.of(RCX, 2 * place), 0);
    }
}
