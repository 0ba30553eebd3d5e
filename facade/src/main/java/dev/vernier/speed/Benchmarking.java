package dev.vernier.speed;

import dev.vernier.EngineName;
import dev.vernier.audit.Mode;
import dev.vernier.convert.Crew;
import dev.vernier.convert.GaussianNoise;
import dev.vernier.convert.Int8;
import dev.vernier.convert.Quantizable;
import dev.vernier.convert.Recipe;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.data.ModelInput;
import dev.vernier.data.Preprocess;
import dev.vernier.graph.Graph;
import dev.vernier.model.Model;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A model's speed is measured, alone or against another runtime. [#check] does all that can fail early.
///
/// @param quantizable the source where it is quantized first; empty where it runs as it is
/// @param seed of the noise that it runs on
public record Benchmarking(Model source, Mode mode, Optional<Quantizable> quantizable, Load load, EngineName engine,
        Optional<PeerName> against, long seed) {
    /// The most seconds that may be measured. With more, the whole might not end within a minute.
    public static final int LONGEST = 30;

    /// How many samples of noise a float model is calibrated on.
    private static final int CALIBRATE = 32;

    private static final Recipe RECIPE =
            Recipe.of(QConfig.X86, Optional.empty(), false, OptionalInt.of(CALIBRATE), false, Optional.empty());

    /// What is asked of the model.
    ///
    /// @param batch samples in one run
    /// @param threads that work on one run
    /// @param sessions that also run side by side, each on one thread; 1 for none
    /// @param measured for how long rounds go on
    /// @param isProfiled whether the steps are timed one by one, too
    public record Load(int batch, int threads, int sessions, Duration measured, boolean isProfiled) {
        /// As many samples as are asked for; else as the input's shape has, or one where that says none.
        ///
        /// @param seconds for how long rounds go on
        /// @throws InputException where these are too many
        public Load(Optional<Integer> batch, Optional<Shape> input, int threads, int sessions, int seconds,
                boolean isProfiled) {
            this(batch.or(() -> input.map(shape -> shape.size(0)).filter(size -> size > 0)).orElse(1), threads,
                    sessions, measured(seconds), isProfiled);
        }

        private static Duration measured(int seconds) {
            if (seconds > LONGEST) {
                throw new InputException("--seconds: " + seconds + ", needed 1 to " + LONGEST);
            }
            return Duration.ofSeconds(seconds);
        }
    }

    /// @param asked the mode; empty for that of the file
    /// @throws InputException where something is missing or does not fit
    public static Benchmarking check(Model source, Optional<Mode> asked, Load load, EngineName engine,
            Optional<PeerName> against, long seed) {
        Mode mode = asked.orElse(source.isQuantized() ? Mode.INTEGER : Mode.FLOAT);
        if (mode == Mode.SIMULATED) {
            throw new InputException("mode = simulated is nothing to be fast at, known here: float, integer");
        }
        if (load.threads() > 1 && load.sessions() > 1) {
            throw new InputException("threads = " + load.threads() + " with sessions = " + load.sessions()
                    + ", needed one of them alone: sessions side by side have one thread each");
        }
        if (load.threads() > 1 && engine == EngineName.REFERENCE) {
            throw new InputException("threads = " + load.threads() + ": engine reference runs a session on one thread, "
                    + "needed --threads 1, or --sessions " + load.threads());
        }
        if (load.isProfiled() && engine != EngineName.ONEDNN) {
            throw new InputException("engine = " + engine + " has no profile, known: onednn");
        }
        Optional<Quantizable> quantizable = mode == Mode.INTEGER && !source.isQuantized()
                ? Optional.of(Quantizable.of(source, RECIPE))
                : Optional.empty();
        Shape declared = source.input().type().shape();
        source.inputs().all().forEach(input -> requireFits(input, load.batch()));
        if (declared.isConcrete() && declared.size(0) != load.batch()) {
            throw new InputException(source.file() + ": input '" + source.input().name() + "' is "
                    + source.input().type() + ", needed --batch " + declared.size(0) + " or --input-shape "
                    + String.join(",", Arrays.stream(declared.with(0, load.batch()).sizes())
                            .mapToObj(Integer::toString).toList()));
        }
        return new Benchmarking(source, mode, quantizable, load, engine, against, seed);
    }

    /// Whether it is measured as its file has it, quantized or not.
    boolean isInModeOfTheFile() {
        return mode == (source.isQuantized() ? Mode.INTEGER : Mode.FLOAT);
    }

    private static void requireFits(ModelInput input, int batch) {
        int most = Integer.MAX_VALUE / Math.max(input.sample().elementCount(), 1);
        if (batch > most) {
            throw new InputException("batch = " + batch + ", needed at most " + most + " of input '" + input.name()
                    + "', " + input.type());
        }
    }

    /// The shapes of what one run takes, by the names of the inputs, the main one first.
    public Map<String, Shape> inputShapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        source.inputs().all()
                .forEach(input -> shapes.put(input.name(), input.shape().at(load.batch())));
        return shapes;
    }

    public Benchmark run(Listener listener) {
        long end = System.nanoTime() + Benchmark.LONGEST.toNanos();
        return Model.within(source.file(), () -> {
            Map<String, Tensor> inputs = noise(load.batch()).load(0, load.batch()).inputs(source.graph().inputNames());
            Optional<QuantizedModel> quantized =
                    mode == Mode.FLOAT ? Optional.empty() : Optional.of(quantized(listener));
            Graph graph = quantized.map(QuantizedModel::integer).orElseGet(() -> source.folded());
            Rounds.Limits limits = new Rounds.Limits(load.measured(), end);
            return new Contest(this, graph, inputs, new PeerOpening(this, quantized, inputs)).play(limits, listener);
        });
    }

    private Loader noise(int size) {
        return Loader.of(new GaussianNoise(source.inputs(), size, seed), Preprocess.RAW);
    }

    private QuantizedModel quantized(Listener listener) {
        return quantizable.map(given -> Int8.of(given, noise(CALIBRATE), EngineName.ONEDNN.engine(),
                new Crew(CALIBRATE, 1), listener).model()).orElseGet(source::quantized);
    }
}
