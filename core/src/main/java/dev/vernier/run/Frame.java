package dev.vernier.run;

import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/// What runs of one number of samples take and give, in the graph's order.
public record Frame(int samples, List<Port> inputs, List<Port> outputs) {
    public Frame {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /// An input or output.
    ///
    /// @param type of all samples together
    /// @param samples how many lie in it, one behind the other; 0 where it is not made of samples
    public record Port(String name, TensorType type, int samples) {
        public boolean isOfSamples() {
            return samples > 0;
        }

        public long bytes() {
            return (long) type.shape().elementCount() * type.dtype().byteSize();
        }

        /// Memory of its own for it, on the heap where it fits in an array.
        public MemorySegment allocate() {
            long bytes = bytes();
            if (type.dtype() == DType.F32) {
                return MemorySegment.ofArray(new float[type.shape().elementCount()]);
            }
            return bytes <= Integer.MAX_VALUE - 8
                    ? MemorySegment.ofArray(new byte[(int) bytes])
                    : Arena.ofAuto().allocate(bytes);
        }

        private boolean takes(Tensor tensor) {
            return tensor != null && tensor.dtype() == type.dtype() && tensor.shape().equals(type.shape());
        }
    }

    /// Whether these are the inputs of such a run.
    boolean takes(Map<String, Tensor> given) {
        for (int i = 0; i < inputs.size(); i++) {
            if (!inputs.get(i).takes(given.get(inputs.get(i).name()))) {
                return false;
            }
        }
        return given.size() == inputs.size();
    }

    /// @throws IllegalArgumentException where memory is missing, unknown or of another size; the message names it
    void require(Map<String, MemorySegment> inputMemory, Map<String, MemorySegment> outputMemory) {
        require("input", inputs, inputMemory);
        require("output", outputs, outputMemory);
    }

    private static void require(String role, List<Port> ports, Map<String, MemorySegment> given) {
        for (Port port : ports) {
            MemorySegment memory = given.get(port.name());
            if (memory == null || memory.byteSize() != port.bytes()) {
                throw new IllegalArgumentException(role + " '" + port.name() + "': "
                        + (memory == null ? "no memory" : memory.byteSize() + " bytes") + ", needed "
                        + port.bytes() + " (" + port.type() + ")");
            }
        }
        if (given.size() != ports.size()) {
            throw new IllegalArgumentException(role + "s " + given.keySet() + ", needed "
                    + ports.stream().map(Port::name).toList());
        }
    }
}
