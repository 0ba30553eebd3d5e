package dev.vernier.exam;

import dev.vernier.audit.CauseSearch;
import dev.vernier.audit.Signals;
import dev.vernier.audit.cause.LayerMatching;
import dev.vernier.audit.cause.Subject;
import dev.vernier.audit.experiment.Experiment;
import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.ladder.Evaluation;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.Rung;
import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Calibrator;
import dev.vernier.calibrate.Histogram;
import dev.vernier.calibrate.Observer;
import dev.vernier.convert.Crew;
import dev.vernier.data.Dataset;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.RangeRule;
import dev.vernier.run.Engine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.stats.McNemar;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import dev.vernier.stats.Verdict;
import dev.vernier.tensor.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Audits cases as `vernier audit` does, without files. Float models and clean int8 ones run on the same images once.
final class Examiner {
    private static final int CALIBRATE = 128;
    private static final int BATCH = 32;

    private final Map<String, Network> networks;
    private final Engine engine;
    private final int images;
    private final Map<Object, Clean> cleans = new ConcurrentHashMap<>();
    private final Map<Object, Predictions> predictions = new ConcurrentHashMap<>();
    private final Map<Object, Calibration<Histogram>> seen = new ConcurrentHashMap<>();

    /// @param images of each case
    Examiner(List<Network> networks, Engine engine, int images) {
        this.networks = networks.stream().collect(Collectors.toMap(Network::name, Function.identity()));
        this.engine = engine;
        this.images = images;
    }

    Answer examine(Case of) {
        Network network = networks.get(of.network());
        Clean clean = clean(network, of);
        if (of.isClean()) {
            return audited(of, clean.with(clean.model()), predict(network.graph(), clean.samples()));
        }
        try {
            Predictions before = predict(clean.model().integer(), clean.samples(), clean.model());
            return Fault.named(of.fault()).planting().plant(clean, of.magnitude(), of.random())
                    .map(exhibit -> audited(of, exhibit, exhibit.clean().equals(clean.model()) ? before
                            : predict(exhibit.clean().integer(), exhibit.samples(), exhibit.clean())))
                    .orElseGet(() -> Answer.notPlanted(of, "no place for it"));
        } catch (IllegalArgumentException | InputException cannotRun) {
            return Answer.notPlanted(of, String.valueOf(cannotRun.getMessage()));
        }
    }

    private Clean clean(Network network, Case of) {
        String[] recipe = of.recipe().split("\\+");
        QConfig preset = QConfig.parse(recipe[0]);
        Loader samples = network.images(of.slice(), images);
        if (recipe.length == 1) {
            return cleans.computeIfAbsent(List.of(of.network(), of.recipe(), of.slice()),
                    key -> Clean.of(network, preset, calibration(network, 0, CALIBRATE), samples, engine));
        }
        int count = Integer.parseInt(recipe[2]);
        return Clean.of(network, preset.withRange(RangeRule.parse(recipe[1])),
                calibration(network, (int) (of.seed() % 64) * 512, count), samples, engine);
    }

    private static Loader calibration(Network network, int first, int count) {
        int from = first % (network.train().size() - count);
        return Loader.of(network.train().range(from, from + count), network.preprocess());
    }

    /// @param before what the faulty model is compared with to see whether the fault has an effect
    private Answer audited(Case of, Exhibit exhibit, Predictions before) {
        QuantizedModel reference = exhibit.reference();
        Predictions expected = predict(reference.quantization().isEmpty()
                ? reference.graph()
                : reference.weightsOnly(), exhibit.samples(), reference);
        Predictions observed = predict(exhibit.faulty().integer(), exhibit.samples(), exhibit.faulty());
        Paired paired = Paired.of(expected, observed);
        List<Finding> findings = new ArrayList<>(Finding.of(Verdict.of("int8", paired), paired));
        Ladder ladder = new Ladder(List.of(new Rung.Climbed(Ladder.REFERENCE, expected),
                new Rung.Climbed(Ladder.DEPLOYED, observed)));
        Experiment experiment = new Experiment(reference, Optional.of(exhibit.faulty()), ladder, Ladder.DEPLOYED,
                exhibit.samples(), List.of(), List.of(), List.of(), (task, graph, samples) -> predict(graph, samples));
        findings.addAll(new CauseSearch(experiment, exhibit.folded(), exhibit.faulty(),
                Signals.measure(exhibit.folded(), exhibit.faulty(), engine, exhibit.samples(), new Crew(BATCH, 1),
                        Listener.NONE),
                (graph, tensors, few) -> see(exhibit, tensors, few)).run());
        findings.sort(Comparator.comparing(Finding::severity));
        return Answer.of(of, effect(before, observed), paired.p(), findings);
    }

    private Calibration<Histogram> see(Exhibit exhibit, Set<String> tensors, Loader few) {
        Supplier<Calibration<Histogram>> see =
                () -> new Calibrator<>(engine, exhibit.folded(), tensors, Observer.Kind.HISTOGRAM, "audit")
                        .calibrate(few, BATCH, 1, Progress.NONE);
        return isUsual(exhibit, tensors)
                ? seen.computeIfAbsent(List.of(new Key(exhibit.folded(), few), tensors), key -> see.get())
                : see.get();
    }

    /// Whether other cases will ask for the same activations on the same images; all there are would not fit into memory.
    private boolean isUsual(Exhibit exhibit, Set<String> tensors) {
        QuantizedModel clean = exhibit.clean();
        Key asked = new Key(exhibit.folded(), exhibit.samples());
        return cleans.values().stream().anyMatch(one -> new Key(one.network().folded(), one.samples()).equals(asked))
                && tensors.equals(Subject.toSee(LayerMatching.of(exhibit.folded(), clean.graph()), clean));
    }

    /// What changes from right to wrong and back, though labels may be others.
    private static McNemar effect(Predictions before, Predictions after) {
        int lost = 0;
        int gained = 0;
        for (int sample = 0; sample < before.n(); sample++) {
            lost += before.isCorrect(sample) && !after.isCorrect(sample) ? 1 : 0;
            gained += !before.isCorrect(sample) && after.isCorrect(sample) ? 1 : 0;
        }
        return new McNemar(lost, gained);
    }

    /// The same model on the same images runs once. Graphs are told apart by what they are, not by what they hold.
    private record Key(int model, Dataset data, Preprocess preprocess) {
        Key(Object model, Loader samples) {
            this(System.identityHashCode(model), samples.dataset(), samples.preprocess());
        }
    }

    private Predictions predict(Graph graph, Loader samples) {
        return predict(graph, samples, graph);
    }

    private Predictions predict(Graph graph, Loader samples, Object model) {
        boolean isKept = networks.values().stream().anyMatch(network -> network.graph() == model)
                || cleans.values().stream()
                        .anyMatch(clean -> clean.model() == model || clean.model().graph() == model);
        return isKept ? predictions.computeIfAbsent(new Key(model, samples), key -> run(graph, samples))
                : run(graph, samples);
    }

    private Predictions run(Graph graph, Loader samples) {
        try (Session session = engine.open(graph, SessionOptions.DEFAULT)) {
            return new Evaluation(samples, BATCH, 1).predict(graph, session, Progress.NONE);
        }
    }
}
