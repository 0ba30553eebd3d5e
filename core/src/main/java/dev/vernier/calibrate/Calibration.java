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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What calibration saw of every observed tensor, with what it saw it on. Two calibrations of the same model and
/// preprocessing merge exactly.
///
/// @param experiment what the samples went through: a text of the model's hash, the preprocessing and the observers' kind
/// @param n how many samples were seen
/// @param samples the sum, modulo 2^64, of the samples' content hashes: the same for every order and grouping
/// @param observers by tensor name
public record Calibration<O extends Observer<O>>(String experiment, long n, long samples, Map<String, O> observers) {
    public Calibration {
        observers = Collections.unmodifiableMap(new TreeMap<>(observers));
    }

    /// What both saw together.
    ///
    /// @throws InputException where they are calibrations of different experiments
    public Calibration<O> merge(Calibration<O> that) {
        if (!experiment.equals(that.experiment) || !observers.keySet().equals(that.observers.keySet())) {
            throw new InputException("calibration of " + that.experiment + ", needed " + experiment + " to merge with");
        }
        Map<String, O> merged = new TreeMap<>(observers);
        that.observers.forEach((name, observer) -> merged.merge(name, observer, Observer::merge));
        return new Calibration<>(experiment, Math.addExact(n, that.n), samples + that.samples, merged);
    }

    /// The range that a rule chooses for a tensor; empty where it is not observed or no sample reached it.
    ///
    /// @throws IllegalArgumentException where the rule needs a histogram and there is none
    public Optional<Range> range(String tensor, RangeRule rule, Scheme scheme) {
        return Optional.ofNullable(observers.get(tensor))
                .filter(observer -> observer.range().isPresent())
                .map(observer -> Ranges.choose(rule, observer, scheme));
    }

    /// SHA-256 over the experiment, the number and content of the samples, and all that was seen, in hexadecimal: equal for
    /// every batch size, order, number of threads and sharding of the same samples.
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String head = experiment + "\n" + n + "\n" + Long.toHexString(samples) + "\n";
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            observers.forEach((name, observer) -> {
                digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
                observer.digest(digest::update);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
