package dev.vernier.audit.finding;

import dev.vernier.stats.Paired;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Quantities by name, in the order in which they were measured: what a finding rests on. Names are in small letters with
/// underscores and say the unit where there is one; counts are whole numbers.
public final class Numbers {
    public static final Numbers NONE = new Numbers(Map.of());

    private final Map<String, Number> values;

    private Numbers(Map<String, Number> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public static Numbers of(String name, Number value) {
        return NONE.and(name, value);
    }

    /// What a pair rests on: `n` samples, of which the candidate has `correct` right, `lost` and `gained` against the
    /// reference, `change` in points with the ends of its 95 % interval `ci_low` and `ci_high`, and the exact McNemar `p`.
    public static Numbers of(Paired paired) {
        return of("n", paired.n()).and("correct", paired.candidateCorrect()).and("lost", paired.lost())
                .and("gained", paired.gained()).and("change", paired.change())
                .and("ci_low", paired.interval().low()).and("ci_high", paired.interval().high())
                .and("p", paired.p());
    }

    /// These and one more.
    public Numbers and(String name, Number value) {
        Map<String, Number> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Numbers(more);
    }

    /// These and others.
    public Numbers and(Numbers others) {
        Map<String, Number> more = new LinkedHashMap<>(values);
        more.putAll(others.values);
        return new Numbers(more);
    }

    /// In the order in which they were added.
    public Map<String, Number> toMap() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Numbers that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
