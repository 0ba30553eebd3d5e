package dev.vernier.pairs;

import static dev.vernier.pairs.Assembler.RAX;
import static dev.vernier.pairs.Assembler.RBX;
import static dev.vernier.pairs.Assembler.RDI;

import dev.vernier.pairs.Assembler.At;
import dev.vernier.pairs.Assembler.When;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/// Machine code in memory that may be executed and no longer be written. Each function takes the address of its arguments,
/// as System V's convention passes it, and returns nothing.
final class MachineCode {
    private static final int READ_AND_WRITE = 3;
    private static final int READ_AND_EXECUTE = 5;
    private static final int PRIVATE_AND_ANONYMOUS = 0x22;
    private static final int NO_FILE = -1;
    private static final int ALIGNMENT = 64;

    private static final Optional<MethodHandle> MAP = function("mmap", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    private static final Optional<MethodHandle> PROTECT = function("mprotect", FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    private static final Optional<MethodHandle> UNMAP = function("munmap", FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    private MachineCode() {}

    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> function(String name, FunctionDescriptor signature) {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup().find(name).map(symbol -> linker.downcallHandle(symbol, signature));
    }

    /// Functions side by side in memory that lives as long as the arena; empty where the system lets none be executed.
    ///
    /// @return where each begins
    @SuppressWarnings("restricted")
    static Optional<long[]> load(List<byte[]> functions, Arena arena) {
        long[] places = new long[functions.size()];
        long bytes = 0;
        for (int i = 0; i < places.length; i++) {
            places[i] = bytes;
            bytes += Math.ceilDiv(functions.get(i).length, ALIGNMENT) * ALIGNMENT;
        }
        long size = bytes;
        if (MAP.isEmpty() || PROTECT.isEmpty() || UNMAP.isEmpty()) {
            return Optional.empty();
        }
        try {
            long address = (long) MAP.get().invokeExact(0L, size, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, NO_FILE, 0L);
            if (address == -1) {
                return Optional.empty();
            }
            MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(size, arena, MachineCode::unmap);
            for (int i = 0; i < places.length; i++) {
                memory.asSlice(places[i]).copyFrom(MemorySegment.ofArray(functions.get(i)));
                places[i] += address;
            }
            int refused = (int) PROTECT.get().invokeExact(address, size, READ_AND_EXECUTE);
            return refused == 0 ? Optional.of(places) : Optional.empty();
        } catch (Throwable impossible) {
            throw new IllegalStateException("mmap", impossible);
        }
    }

    private static void unmap(MemorySegment memory) {
        try {
            int status = (int) UNMAP.orElseThrow().invokeExact(memory.address(), memory.byteSize());
            if (status != 0) {
                throw new IllegalStateException("munmap: status " + status + ", needed 0");
            }
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Throwable impossible) {
            throw new IllegalStateException("munmap", impossible);
        }
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
