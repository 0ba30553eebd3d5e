package dev.vernier.calibrate;

import dev.vernier.quant.Range;
import dev.vernier.quant.RangeRule;
import dev.vernier.quant.Scheme;
import dev.vernier.tensor.InputException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What calibration saw of every observed tensor, with what it saw it on. Two calibrations of the same model and
/// preprocessing merge exactly.
///
/// @param experiment what the samples went through, a fact per line: the model's hash, its input, the preprocessing;
///     nothing that differs between shards of the same samples
/// @param kind what was observed
/// @param samples those seen
/// @param statistics by tensor name
public record Calibration<S extends Statistic<S>>(
        String experiment, Observer.Kind<S> kind, SampleIds samples, Map<String, SplitHalves<S>> statistics) {
    public Calibration {
        statistics = Collections.unmodifiableMap(new TreeMap<>(statistics));
    }

    /// Nothing seen yet.
    public static <S extends Statistic<S>> Calibration<S> none(
            String experiment, Observer.Kind<S> kind, Set<String> tensors) {
        Map<String, SplitHalves<S>> statistics = new TreeMap<>();
        tensors.forEach(name -> statistics.put(name, new SplitHalves<>(kind.none(), kind.none())));
        return new Calibration<>(experiment, kind, SampleIds.NONE, statistics);
    }

    /// How many samples were seen.
    public int n() {
        return samples.size();
    }

    /// What both saw together.
    ///
    /// @throws InputException where they are calibrations of different experiments, kinds or tensors
    public Calibration<S> merge(Calibration<?> that) {
        requireExperiment(that.experiment);
        Calibration<S> other = that.as(kind);
        if (!statistics.keySet().equals(other.statistics.keySet())) {
            throw new InputException("calibration of the tensors " + difference(statistics.keySet(),
                    other.statistics.keySet()) + ", needed the tensors "
                    + difference(other.statistics.keySet(), statistics.keySet()));
        }
        Map<String, SplitHalves<S>> merged = new TreeMap<>(statistics);
        other.statistics.forEach((name, halves) -> merged.merge(name, halves, SplitHalves::merge));
        return new Calibration<>(experiment, kind, samples.merge(other.samples), merged);
    }

    private static String difference(Set<String> known, Set<String> others) {
        Set<String> more = new LinkedHashSet<>(others);
        more.removeAll(known);
        return more.toString();
    }

    /// @throws InputException where this is the calibration of another experiment; the message says what differs
    public void requireExperiment(String other) {
        List<String> mine = experiment.lines().toList();
        List<String> wanted = other.lines().toList();
        if (!mine.equals(wanted)) {
            throw new InputException("calibration with " + lack(mine, wanted) + ", needed " + lack(wanted, mine));
        }
    }

    private static String lack(List<String> facts, List<String> others) {
        List<String> different = facts.stream().filter(fact -> !others.contains(fact)).toList();
        return different.isEmpty() ? "nothing of it" : String.join(", ", different);
    }

    /// The same, where their type is to be known.
    ///
    /// @throws InputException where something else was observed
    @SuppressWarnings("unchecked")
    public <P extends Statistic<P>> Calibration<P> as(Observer.Kind<P> wanted) {
        if (!kind.equals(wanted)) {
            throw new InputException("calibration with observer " + kind + ", needed " + wanted);
        }
        return (Calibration<P>) this;
    }

    /// The range that a rule chooses for a tensor; empty where it is not observed or no sample reached it.
    ///
    /// @throws IllegalArgumentException where the rule needs a histogram and there is none
    public Optional<Range> range(String tensor, RangeRule rule, Scheme scheme) {
        return Optional.ofNullable(statistics.get(tensor))
                .map(SplitHalves::whole)
                .filter(statistic -> statistic.range().isPresent())
                .map(statistic -> Ranges.choose(rule, statistic, scheme));
    }

    /// How far a tensor's scale still moved; empty where it is not observed or one half of the samples did not reach it.
    ///
    /// @throws IllegalArgumentException where the rule needs a histogram and there is none
    public Optional<TensorConvergence> convergence(String tensor, RangeRule rule, Scheme scheme) {
        return Optional.ofNullable(statistics.get(tensor))
                .flatMap(halves -> TensorConvergence.of(tensor, halves, rule, scheme));
    }

    /// SHA-256 over the experiment, the kind of statistics, the number and content of the samples, and all that was seen, in
    /// hexadecimal: equal for every batch size, order, number of threads and sharding of the same samples.
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String head = experiment + "\n" + kind + "\n" + n() + "\n" + Long.toHexString(samples.sum()) + "\n";
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            statistics.forEach((name, halves) -> {
                digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
                halves.whole().digest(digest::update);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
