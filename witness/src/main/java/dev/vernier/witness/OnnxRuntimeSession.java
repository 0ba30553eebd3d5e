package dev.vernier.witness;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.op.TensorType;
import dev.vernier.run.Binding;
import dev.vernier.run.MicroBatches;
import dev.vernier.run.Session;
import dev.vernier.run.Shared;
import dev.vernier.run.Watcher;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// A session of ONNX Runtime, which siblings share: it may run on several threads at once. The input tensors are its own;
/// they have the micro-batch's size and are filled anew for every run.
final class OnnxRuntimeSession implements Session {
    private final OrtEnvironment environment;
    private final Shared<OrtSession> session;
    private final Graph graph;
    private final MicroBatches batches;
    private final Map<String, Bound> inputs = new LinkedHashMap<>();

    private record Bound(ByteBuffer memory, OnnxTensor tensor) {}

    private boolean closed;

    /// @param session held for this session
    OnnxRuntimeSession(OrtEnvironment environment, Shared<OrtSession> session, Graph graph, MicroBatches batches)
            throws OrtException {
        this.environment = environment;
        this.session = session;
        this.graph = graph;
        this.batches = batches;
        try {
            for (Input input : graph.inputs()) {
                inputs.put(input.name(), bind(environment, input.type().with(input.type().shape().at(batches.size()))));
            }
        } catch (OrtException | IllegalArgumentException failed) {
            close();
            throw failed;
        }
    }

    private static Bound bind(OrtEnvironment environment, TensorType type) throws OrtException {
        ByteBuffer memory =
                ByteBuffer.allocateDirect(Math.multiplyExact(type.shape().elementCount(), type.dtype().byteSize()))
                        .order(ByteOrder.nativeOrder());
        long[] sizes = Arrays.stream(type.shape().sizes()).asLongStream().toArray();
        return new Bound(memory, OnnxTensor.createTensor(environment, memory, sizes, javaType(type.dtype())));
    }

    private static OnnxJavaType javaType(DType dtype) {
        return switch (dtype) {
            case F32 -> OnnxJavaType.FLOAT;
            case F64 -> OnnxJavaType.DOUBLE;
            case I8 -> OnnxJavaType.INT8;
            case U8 -> OnnxJavaType.UINT8;
            case I16 -> OnnxJavaType.INT16;
            case I32 -> OnnxJavaType.INT32;
            case I64 -> OnnxJavaType.INT64;
            case BOOL -> OnnxJavaType.BOOL;
            case I4, U16 -> throw new IllegalArgumentException(
                    "input of type " + dtype + ", which onnxruntime's Java side does not know");
        };
    }

    private static DType dtype(OnnxJavaType type) {
        return Arrays.stream(DType.values())
                .filter(dtype -> dtype != DType.U16 && dtype != DType.I4 && javaType(dtype) == type)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("output of type " + type));
    }

    @Override
    public synchronized Map<String, Tensor> run(Map<String, Tensor> given) {
        if (closed) {
            throw new IllegalStateException("session is closed, needed one that is open");
        }
        return batches.run(given, this::runMicroBatch);
    }

    @Override
    public void watch(Map<String, Tensor> given, Watcher watcher) {
        batches.show(given, run(given), watcher);
    }

    @Override
    public Binding bind(int samples, Map<String, MemorySegment> given, Map<String, MemorySegment> outputs) {
        return batches.bind(samples, given, outputs, this::run);
    }

    @Override
    public Session sibling() {
        try {
            return new OnnxRuntimeSession(environment, session.hold(), graph, batches);
        } catch (OrtException failed) {
            throw new IllegalStateException("onnxruntime failed: " + failed.getMessage(), failed);
        }
    }

    private Map<String, Tensor> runMicroBatch(Map<String, Tensor> given) {
        Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
        inputs.forEach((name, bound) -> {
            MemorySegment.ofBuffer(bound.memory()).copyFrom(given.get(name).segment());
            feeds.put(name, bound.tensor());
        });
        try (OrtSession.Result result = session.value().run(feeds, batches.outputs())) {
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            for (String name : batches.outputs()) {
                outputs.put(name, tensor((OnnxTensor) result.get(name).orElseThrow()));
            }
            return outputs;
        } catch (OrtException failed) {
            throw new IllegalStateException("onnxruntime failed: " + failed.getMessage(), failed);
        }
    }

    /// A copy in memory of its own.
    static OnnxTensor tensor(OrtEnvironment environment, Tensor value) throws OrtException {
        Bound bound = bind(environment, TensorType.of(value));
        MemorySegment.ofBuffer(bound.memory()).copyFrom(value.segment());
        return bound.tensor();
    }

    /// A copy.
    static Tensor tensor(OnnxTensor value) {
        return Tensor.wrap(dtype(value.getInfo().type), Shape.of(value.getInfo().getShape()),
                MemorySegment.ofBuffer(value.getByteBuffer()));
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            inputs.values().forEach(bound -> bound.tensor().close());
            session.letGo();
        }
    }

    static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException failed) {
            throw new IllegalStateException("onnxruntime failed to close: " + failed.getMessage(), failed);
        }
    }
}
