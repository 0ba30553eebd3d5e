package dev.vernier.speed;

import dev.vernier.run.Binding;
import dev.vernier.run.Session;
import dev.vernier.tensor.Tensor;
import dev.vernier.witness.Peer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A model opened somewhere with its input in place, and what it gave for that.
///
/// @param outputs by name
/// @param run runs it once
/// @param floatConvolutions those that it does not compute on codes, as it calls them; empty where it does not say, or
///     has no convolutions at all
/// @param version of a runtime that is not Vernier's own
/// @param sibling opens another one on what this one has prepared
record Contender(Map<String, Tensor> outputs, Runnable run, Optional<List<String>> floatConvolutions,
        Optional<String> version, Supplier<Contender> sibling, Runnable release)
        implements
            AutoCloseable {
    /// A session of one of Vernier's own engines.
    ///
    /// @param samples how many the inputs hold
    static Contender of(Session session, int samples, Map<String, Tensor> inputs) {
        Map<String, MemorySegment> sources = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> sources.put(name, tensor.segment()));
        Map<String, Tensor> outputs = session.run(inputs);
        Map<String, MemorySegment> targets = new LinkedHashMap<>();
        outputs.forEach((name, tensor) -> targets.put(name, Arena.ofAuto().allocate(tensor.segment().byteSize())));
        Binding binding = session.bind(samples, sources, targets);
        return new Contender(outputs, binding::run, Optional.empty(), Optional.empty(),
                () -> of(session.sibling(), samples, inputs),
                session::close);
    }

    /// Another runtime.
    static Contender of(Peer peer) {
        Map<String, Tensor> outputs = peer.outputs();
        Optional<List<String>> inFloat =
                peer.hasConvolutions() ? Optional.of(peer.floatConvolutions()) : Optional.empty();
        return new Contender(outputs, peer::run, inFloat, Optional.of(peer.version()), () -> of(peer.sibling()),
                peer::close);
    }

    @Override
    public void close() {
        release.run();
    }
}
