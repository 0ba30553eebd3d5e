package dev.vernier.pairs;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.function.LongFunction;

/// Rows of calls of machine code, which one call from Java runs.
///
/// @param sequence where [MachineCode#sequence] lies
/// @param member where [MachineCode#member] lies
record Calls(MemorySegment sequence, long member) {
    @SuppressWarnings("restricted")
    private static final MethodHandle CALL =
            Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));

    /// A call of a function with arguments in memory.
    record Call(long function, MemorySegment arguments) {
        /// @param values 64 bits each
        static Call of(long function, LongFunction<MemorySegment> allocate, long... values) {
            MemorySegment arguments = allocate.apply((long) values.length * Long.BYTES);
            for (int i = 0; i < values.length; i++) {
                arguments.setAtIndex(ValueLayout.JAVA_LONG, i, values[i]);
            }
            return new Call(function, arguments);
        }
    }

    /// All calls, one after the other.
    Runnable inTurn(List<Call> calls, LongFunction<MemorySegment> allocate) {
        long list = list(calls, allocate).address();
        return () -> call(sequence, list);
    }

    /// Calls one function.
    ///
    /// @param arguments where they lie
    static void call(MemorySegment function, long arguments) {
        try {
            CALL.invokeExact(function, arguments);
        } catch (Throwable impossible) {
            throw new IllegalStateException("machine code", impossible);
        }
    }

    /// The first calls, one after the other, and then each thread of a team its own.
    Runnable together(
            Team team, List<Call> first, List<? extends List<Call>> own, LongFunction<MemorySegment> allocate) {
        MemorySegment lists = allocate.apply((own.size() + 1L) * Long.BYTES);
        lists.setAtIndex(ValueLayout.JAVA_LONG, 0, team.threadNumber());
        for (int thread = 0; thread < own.size(); thread++) {
            lists.setAtIndex(ValueLayout.JAVA_LONG, thread + 1L, list(own.get(thread), allocate).address());
        }
        Runnable before = inTurn(first, allocate);
        long data = lists.address();
        return () -> {
            before.run();
            team.run(member, data);
        };
    }

    /// Pairs of a function's address and that of its arguments, ended by a zero.
    private static MemorySegment list(List<Call> calls, LongFunction<MemorySegment> allocate) {
        MemorySegment list = allocate.apply((2L * calls.size() + 1) * Long.BYTES);
        long place = 0;
        for (Call call : calls) {
            list.setAtIndex(ValueLayout.JAVA_LONG, place++, call.function());
            list.setAtIndex(ValueLayout.JAVA_LONG, place++, call.arguments().address());
        }
        list.setAtIndex(ValueLayout.JAVA_LONG, place, 0);
        return list;
    }
}
