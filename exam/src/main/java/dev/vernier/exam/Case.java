package dev.vernier.exam;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// One run of the exam.
///
/// @param network its name
/// @param recipe `PRESET`, or `PRESET+RANGE+SAMPLES` of a clean run
/// @param fault the id of what is planted, or [#CLEAN]
/// @param seed decides where the fault goes, and on which images
record Case(Phase phase, String network, String recipe, String fault, double magnitude, long seed) {
    static final String CLEAN = "clean";

    private static final List<String> PRESETS = List.of("x86", "fbgemm", "qnnpack", "onednn", "tflite");
    private static final List<String> RANGES =
            List.of("minmax", "percentile:99.99", "percentile:99.9", "mse", "entropy");
    private static final List<Integer> SAMPLES = List.of(32, 128, 512);

    /// Thousands of test images that a phase has for itself.
    private static final int SLICES = 5;

    /// What a run is for. The images are other ones, too.
    enum Phase {
        TUNING(0),
        SCORING(3000);

        private final long firstSeed;

        Phase(long firstSeed) {
            this.firstSeed = firstSeed;
        }

        /// Which seeds and images they are.
        String described() {
            return "seeds from " + firstSeed + ", test images from " + firstSlice() * Network.IMAGES + " to "
                    + ((firstSlice() + SLICES) * Network.IMAGES - 1);
        }

        private int firstSlice() {
            return this == SCORING ? SLICES : 0;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Faults of every kind in every network, round by round.
    static List<Case> planted(Phase phase, List<Network> networks, int rounds) {
        List<Case> cases = new ArrayList<>();
        for (long seed = phase.firstSeed; seed < phase.firstSeed + rounds; seed++) {
            for (Network network : networks) {
                for (Fault fault : Fault.all()) {
                    Random random = random(seed, network.name() + fault.right());
                    cases.add(new Case(phase, network.name(), of(PRESETS, random), fault.right().toString(),
                            of(fault.magnitudes(), random), seed));
                }
            }
        }
        return cases;
    }

    /// Nothing is wrong: every preset, range rule and number of calibration samples.
    static List<Case> clean(Phase phase, List<Network> networks, int runs) {
        List<Case> cases = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            long seed = phase.firstSeed + run;
            Random random = random(seed, CLEAN);
            String recipe = PRESETS.get(run % PRESETS.size()) + "+" + of(RANGES, random) + "+" + of(SAMPLES, random);
            cases.add(new Case(phase, networks.get(run % networks.size()).name(), recipe, CLEAN, 0, seed));
        }
        return cases;
    }

    private static Random random(long seed, String salt) {
        return new Random(seed * 31 + salt.hashCode());
    }

    private static <T> T of(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    /// Where the fault goes.
    Random random() {
        return random(seed, key());
    }

    boolean isClean() {
        return fault.equals(CLEAN);
    }

    /// Thousands of images: the first five are for tuning, the others for scoring.
    int slice() {
        return (int) (seed % SLICES) + phase.firstSlice();
    }

    String key() {
        return String.join("/", phase.toString(), network, recipe, fault, String.valueOf(magnitude),
                String.valueOf(seed));
    }

    static Case parse(String key) {
        String[] parts = key.split("/");
        return new Case(Phase.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[1], parts[2], parts[3],
                Double.parseDouble(parts[4]), Long.parseLong(parts[5]));
    }
}
