package dev.vernier.audit;

import dev.vernier.audit.ladder.Pairing;
import dev.vernier.stats.MaxDrop;
import dev.vernier.stats.McNemar;
import dev.vernier.stats.Outcomes;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Audits of two models on samples drawn again and again, with replacement, from all that both predicted; beside what
/// [Outcomes] says of them.
///
/// @param pool the reference's and the candidate's predictions, on the same samples
/// @param n samples of an audit
/// @param isSwapped whether a coin decides for each drawn sample which of the two predictions is the reference's, so that
/// there is no true change
public record SimulatedAudits(Pairing.Same pool, int n, boolean isSwapped) {
    /// Up to which a change does not matter, in points.
    public static final double MARGIN = 0.5;

    /// How often something came of an audit.
    ///
    /// @param simulated the share of the audits
    /// @param exact the probability
    public record Rate(String event, int audits, double simulated, double exact) {
        /// How far the two are apart, in standard errors of the simulated one; 0 where nothing is random.
        public double standardErrors() {
            double error = Math.sqrt(exact * (1 - exact) / audits);
            return simulated == exact ? 0 : (simulated - exact) / error;
        }
    }

    /// The distribution of what an audit counts.
    public Outcomes outcomes() {
        Paired all = pool.paired();
        int discordant = all.lost() + all.gained();
        return new Outcomes(n, (double) discordant / all.n(),
                isSwapped ? 0.5 : (double) all.gained() / discordant);
    }

    /// Runs so many audits.
    public List<Rate> run(int audits, SplittableRandom random) {
        Map<String, Predicate<Paired>> events = events(outcomes().change());
        List<Paired> drawn = IntStream.range(0, audits).mapToObj(audit -> draw(random)).toList();
        return events.entrySet().stream()
                .map(event -> new Rate(event.getKey(), audits,
                        (double) drawn.stream().filter(event.getValue()).count() / audits,
                        outcomes().probabilityOf((lost, gained) -> event.getValue().test(counted(lost, gained)))))
                .toList();
    }

    private static Map<String, Predicate<Paired>> events(double change) {
        Map<String, Predicate<Paired>> events = new LinkedHashMap<>();
        events.put("interval covers", paired -> paired.interval().contains(change));
        events.put("p < 0.05", paired -> paired.mcNemar().rejects());
        events.put("mid-p < 0.05", paired -> paired.midP() < McNemar.ALPHA);
        events.put("equivalent", paired -> paired.isEquivalent(MARGIN));
        events.put("gate met", paired -> new MaxDrop(MARGIN).of(paired) == MaxDrop.Answer.EXCLUDED);
        return events;
    }

    private Paired draw(SplittableRandom random) {
        int[] labels = new int[n];
        int[] before = new int[n];
        int[] after = new int[n];
        for (int i = 0; i < n; i++) {
            int sample = random.nextInt(pool.reference().n());
            boolean isTurned = isSwapped && random.nextBoolean();
            labels[i] = pool.reference().label(sample);
            before[i] = (isTurned ? pool.candidate() : pool.reference()).prediction(sample);
            after[i] = (isTurned ? pool.reference() : pool.candidate()).prediction(sample);
        }
        return Paired.of(Predictions.of(before, labels), Predictions.of(after, labels));
    }

    private Paired counted(int lost, int gained) {
        return new Paired(n, lost, lost, gained, n - lost - gained);
    }
}
