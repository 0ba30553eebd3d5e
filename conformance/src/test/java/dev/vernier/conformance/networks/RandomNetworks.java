package dev.vernier.conformance.networks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Tries networks by the hundred and prints what was tried and what was found: `RandomNetworks COUNT SEED`. Ends with 1
/// where anything disagrees.
public final class RandomNetworks {
    private final Map<String, Integer> operators = new TreeMap<>();
    private final Map<String, Integer> configs = new TreeMap<>();
    private final Map<String, Integer> found = new TreeMap<>();
    private int networks;
    private int nodes;
    private int exact;
    private int bounded;
    private int disagreeing;

    RandomNetworks() {}

    public static void main(String[] args) {
        if (args.length != 2) {
            System.err.println("usage: RandomNetworks COUNT SEED");
            System.exit(2);
        }
        int count = Integer.parseInt(args[0]);
        long first = Long.parseLong(args[1]);
        RandomNetworks tried = new RandomNetworks();
        long start = System.nanoTime();
        for (long seed = first; seed < first + count; seed++) {
            System.err.print("seed " + seed + "\r");
            tried.attempt(seed).forEach(System.out::println);
        }
        System.out.printf("%s, seeds %d to %d in %d s%n", tried, first, first + count - 1,
                (System.nanoTime() - start) / 1_000_000_000);
        System.exit(tried.disagreeing == 0 ? 0 : 1);
    }

    /// Tries one network; what disagrees.
    List<Disagreement> attempt(long seed) {
        RandomNetwork network = RandomNetwork.of(seed);
        networks++;
        configs.merge(network.config(), 1, Integer::sum);
        network.graph().nodes().forEach(node -> {
            nodes++;
            operators.merge(node.op().word(), 1, Integer::sum);
        });
        Trial.Outcome outcome = Trial.of(network);
        exact += outcome.exact();
        bounded += outcome.bounded();
        outcome.disagreements().forEach(disagreement -> found.merge(disagreement.stage(), 1, Integer::sum));
        disagreeing += outcome.disagreements().isEmpty() ? 0 : 1;
        return outcome.disagreements();
    }

    Map<String, Integer> configs() {
        return configs;
    }

    @Override
    public String toString() {
        return """
                operators: %s
                qconfigs: %s
                outputs of integer graphs: %d equal bit by bit, %d within bounds
                disagreements: %s
                %d networks of %d nodes, %d of them with a disagreement""".formatted(
                operators, configs, exact, bounded, found, networks, nodes, disagreeing);
    }
}
