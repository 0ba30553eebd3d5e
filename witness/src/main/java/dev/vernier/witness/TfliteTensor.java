package dev.vernier.witness;

import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// One tensor of an interpreter's, as a session shows it: codes as the real numbers that they stand for, images with their
/// channels first.
///
/// @param stored its shape as the file has it
/// @param quantization of codes; empty where its values are what they are
/// @param isConstant whether the file holds its values
record TfliteTensor(int index, String name, DType dtype, Shape stored, Optional<TfliteQuantization> quantization,
        boolean isConstant) {
    /// As a session takes and gives it.
    TensorType type() {
        return new TensorType(quantization.isPresent() ? DType.F32 : dtype, ChannelsLast.inGraph(stored));
    }

    /// As the file has it, but with its channels first.
    TensorType codes() {
        return new TensorType(dtype, ChannelsLast.inGraph(stored));
    }

    long bytes() {
        return (long) stored.elementCount() * dtype.byteSize();
    }

    /// Writes what a session was given.
    ///
    /// @throws IllegalArgumentException where it is NaN and codes are needed
    void write(Tensor given, MemorySegment memory) {
        Tensor ordered = ChannelsLast.stored(given);
        quantization.ifPresentOrElse(codes -> codes.write(name, ordered, dtype, memory),
                () -> memory.copyFrom(ordered.segment()));
    }

    /// A copy of what is there.
    Tensor read(MemorySegment memory) {
        Tensor codes = rawly(memory);
        return ChannelsLast.inGraph(quantization.map(known -> known.reals(codes)).orElse(codes));
    }

    /// The same as codes.
    Tensor readCodes(MemorySegment memory) {
        return ChannelsLast.inGraph(rawly(memory));
    }

    private Tensor rawly(MemorySegment memory) {
        MemorySegment copy = MemorySegment.ofArray(new byte[Math.toIntExact(bytes())]);
        copy.copyFrom(memory);
        return Tensor.wrap(dtype, stored, copy);
    }
}
