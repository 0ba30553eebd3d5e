package dev.vernier.pairs;

import static dev.vernier.pairs.Assembler.RAX;
import static dev.vernier.pairs.Assembler.RBX;
import static dev.vernier.pairs.Assembler.RDI;

import dev.vernier.pairs.Assembler.At;
import dev.vernier.pairs.Assembler.When;
import dev.vernier.run.Pages;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// Machine code in memory that may be executed and no longer be written. Each function takes the address of its arguments,
/// as System V's convention passes it, and returns nothing.
final class MachineCode {
    private static final int ALIGNMENT = 64;

    private MachineCode() {}

    /// Functions side by side in memory that lives as long as the arena; empty where the system lets none be executed.
    ///
    /// @return where each begins
    static Optional<long[]> load(List<byte[]> functions, Arena arena) {
        long[] places = new long[functions.size()];
        long bytes = 0;
        for (int i = 0; i < places.length; i++) {
            places[i] = bytes;
            bytes += Math.ceilDiv(functions.get(i).length, ALIGNMENT) * ALIGNMENT;
        }
        MemorySegment memory = Pages.map(bytes, arena);
        for (int i = 0; i < places.length; i++) {
            memory.asSlice(places[i]).copyFrom(MemorySegment.ofArray(functions.get(i)));
            places[i] += memory.address();
        }
        return Pages.makeExecutable(memory) ? Optional.of(places) : Optional.empty();
    }

    /// Calls functions one after the other. Its argument is a list of pairs, a function's address and that of its arguments;
    /// a zero ends it.
    static byte[] sequence() {
        Assembler code = new Assembler();
        code.push(RBX);
        code.mov(RBX, RDI);
        callEach(code);
        return code.bytes();
    }

    /// The same where several threads call it: the argument is the address of a function that returns the calling thread's
    /// number, and behind it those of the threads' lists.
    static byte[] member() {
        Assembler code = new Assembler();
        code.push(RBX);
        code.mov(RBX, RDI);
        code.call(At.of(RBX, 0));
        code.zeroExtend(RAX);
        code.add(RAX, RAX);
        code.add(RAX, RAX);
        code.add(RAX, RAX);
        code.add(RBX, RAX);
        code.mov(RBX, At.of(RBX, Long.BYTES));
        callEach(code);
        return code.bytes();
    }

    private static void callEach(Assembler code) {
        code.mov(RAX, At.of(RBX, 0));
        code.test(RAX);
        int none = code.jump(When.ZERO);
        int next = code.size();
        code.mov(RDI, At.of(RBX, Long.BYTES));
        code.add(RBX, 2L * Long.BYTES);
        code.call(RAX);
        code.mov(RAX, At.of(RBX, 0));
        code.test(RAX);
        code.jump(When.NOT_ZERO, next);
        code.land(none);
        code.pop(RBX);
        code.ret();
    }
}
