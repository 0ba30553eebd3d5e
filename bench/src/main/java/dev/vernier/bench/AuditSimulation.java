package dev.vernier.bench;

import dev.vernier.audit.SimulatedAudits;
import dev.vernier.audit.SimulatedAudits.Rate;
import dev.vernier.audit.ladder.Pairing;
import dev.vernier.audit.ladder.Recorded;
import dev.vernier.file.Npz;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Audits of samples drawn again and again from two predictions files, beside exact enumeration:
/// `AuditSimulation AUDITS REFERENCE.npz CANDIDATE.npz ...`. Fails where they are more than three standard errors apart.
public final class AuditSimulation {
    private static final List<Integer> SAMPLES = List.of(500, 2_000, 10_000);
    private static final long SEED = 2026;

    private AuditSimulation() {}

    public static void main(String... arguments) {
        int audits = Integer.parseInt(arguments[0]);
        Recorded reference = read(arguments[1]);
        System.out.printf(Locale.ROOT, "%-12s %-12s %6s  %-16s %9s %9s %7s%n", "candidate", "true change", "n", "",
                "simulated",
                "exact", "errors");
        SplittableRandom random = new SplittableRandom(SEED);
        double most = 0;
        for (String file : List.of(arguments).subList(2, arguments.length)) {
            Recorded candidate = read(file);
            if (!(Pairing.of(reference, candidate) instanceof Pairing.Same pool)) {
                throw new IllegalArgumentException(file + ": other samples than in " + arguments[1]);
            }
            for (boolean isSwapped : List.of(false, true)) {
                for (int n : SAMPLES) {
                    SimulatedAudits simulation = new SimulatedAudits(pool, n, isSwapped);
                    for (Rate rate : simulation.run(audits, random.split())) {
                        System.out.printf(Locale.ROOT, "%-12s %12.4f %6d  %-16s %8.3f%% %8.3f%% %7.2f%n",
                                candidate.name(), simulation.outcomes().change() + 0.0, n, rate.event(),
                                100 * rate.simulated(), 100 * rate.exact(), rate.standardErrors());
                        most = Math.max(most, Math.abs(rate.standardErrors()));
                    }
                }
            }
        }
        System.out.printf(Locale.ROOT, "%,d audits each; at most %.2f standard errors apart%n", audits, most);
        if (most > 3) {
            throw new IllegalStateException("more than three standard errors apart");
        }
    }

    private static Recorded read(String file) {
        Map<String, Tensor> arrays = Npz.read(Path.of(file));
        return new Recorded(Path.of(file).getFileName().toString(),
                Predictions.of(arrays.get("predictions").ints(), arrays.get("labels").ints()),
                Optional.ofNullable(arrays.get("ids")), Optional.empty(), List.of());
    }
}
