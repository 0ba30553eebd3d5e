package dev.vernier.bench;

import dev.vernier.graph.Graph;
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.run.Binding;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A session of oneDNN's with images of noise in place.
///
/// @param answer what it computes of them
public record Bound(Session session, Map<String, Tensor> images, Map<String, Tensor> answer, Binding binding)
        implements
            Runnable,
            AutoCloseable {
    private static final int ALIGNMENT = 64;

    /// Opens one.
    ///
    /// @param graph the network's float or integer graph
    /// @param batch how many images a run has
    public static Bound open(Network network, Graph graph, int batch) {
        return open(new OneDnnEngine(), network, graph, batch);
    }

    /// The same on an engine as it is set up.
    static Bound open(OneDnnEngine engine, Network network, Graph graph, int batch) {
        return to(engine.open(graph, new SessionOptions(batch, Set.of())), network.feed(batch));
    }

    /// Opens a sibling of the session on the same images.
    public Bound sibling() {
        return to(session.sibling(), images);
    }

    private static Bound to(Session session, Map<String, Tensor> images) {
        Map<String, Tensor> answer = session.run(images);
        int batch = images.values().iterator().next().shape().size(0);
        return new Bound(session, images, answer, session.bind(batch, memory(images), memory(answer)));
    }

    /// Copies outside the heap.
    private static Map<String, MemorySegment> memory(Map<String, Tensor> tensors) {
        return tensors.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> {
            MemorySegment values = entry.getValue().segment();
            return Arena.ofAuto().allocate(values.byteSize(), ALIGNMENT).copyFrom(values);
        }));
    }

    @Override
    public void run() {
        binding.run();
    }

    @Override
    public void close() {
        session.close();
    }
}
