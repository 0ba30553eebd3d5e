package dev.vernier.speed;

import dev.vernier.data.Listener;
import dev.vernier.graph.Graph;
import dev.vernier.onednn.BaselineLayers;
import dev.vernier.onednn.OneDnnLibrary;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import dev.vernier.timing.Timing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The contenders of one benchmark: the model, the bare primitives of its layers and, where asked for, a peer and
/// several sessions of the model side by side.
///
/// @param graph what Vernier's own engines run
/// @param peers open other runtimes on the same model
record Contest(Benchmarking asked, Graph graph, Map<String, Tensor> inputs, PeerOpening peers) {
    /// Which part of the time that is measured a profile takes on top.
    private static final int PROFILED = 5;

    private static final String OWN = "own";
    private static final String LIMIT = "limit";
    private static final String PEER = "peer";
    private static final String CROWD = "crowd";

    Benchmark play(Rounds.Limits limits, Listener listener) {
        int sessions = asked.load().sessions();
        try (Contender own = loaded(asked.engine().toString(), this::open);
                BaselineLayers layers = baselineLayers().orElse(null);
                Contender other =
                        asked.against().map(name -> loaded(name.toString(), () -> Contender.of(peers.open(name))))
                                .orElse(null);
                Crowd crowd = sessions > 1 ? new Crowd(sessions, own) : null) {
            Map<String, Timed> contenders = new LinkedHashMap<>();
            contenders.put(OWN, Timed.of(own.run()));
            if (layers != null) {
                contenders.put(LIMIT, Timed.of(layers::run));
            }
            if (other != null) {
                contenders.put(PEER, Timed.of(other.run()));
            }
            if (crowd != null) {
                contenders.put(CROWD, crowd);
            }
            Rounds rounds = Rounds.warmedUp(contenders, limits);
            Map<String, Timing> times = listener.during("benchmark", "rounds", rounds.count(), rounds::run);
            Optional<Profile> profile = Optional.ofNullable(layers).filter(there -> asked.load().isProfiled())
                    .map(there -> Profile.measure(graph, options(), inputs, there,
                            asked.load().measured().toMillis() / PROFILED));
            return new Benchmark(asked, Machine.here(),
                    Optional.ofNullable(layers).map(there -> OneDnnLibrary.here()), times.get(OWN),
                    Optional.ofNullable(times.get(LIMIT)),
                    Optional.ofNullable(other).map(there -> against(own, there, times)),
                    Optional.ofNullable(crowd)
                            .map(all -> Benchmark.SideBySide.of(asked, times.get(CROWD), times.get(OWN))),
                    profile);
        }
    }

    private Benchmark.Against against(Contender own, Contender other, Map<String, Timing> times) {
        return new Benchmark.Against(asked.against().orElseThrow(), other.version().orElseThrow(), times.get(PEER),
                other.floatConvolutions(), SpeedRatio.of(times.get(OWN), times.get(PEER), asked.seed()),
                Agreement.of(scores(own), scores(other)));
    }

    private Contender open() {
        return PeerName.of(asked.engine()).map(name -> Contender.of(peers.open(name))).orElseGet(
                () -> Contender.of(asked.engine().engine().open(graph, options()), asked.load().batch(), inputs));
    }

    private SessionOptions options() {
        return new SessionOptions(asked.load().batch(), Set.of()).withThreads(asked.load().threads());
    }

    /// Empty where oneDNN does not run here.
    private Optional<BaselineLayers> baselineLayers() {
        try {
            return Optional.of(BaselineLayers.of(graph, options()));
        } catch (InputException | LinkageError absent) {
            return Optional.empty();
        }
    }

    private static <T> T loaded(String engine, Supplier<T> open) {
        try {
            return open.get();
        } catch (LinkageError absent) {
            throw new InputException(
                    "engine " + engine + ": its library does not load here (" + absent.getMessage() + ")", absent);
        }
    }

    private Tensor scores(Contender contender) {
        return contender.outputs().get(asked.source().graph().outputs().getFirst());
    }
}
