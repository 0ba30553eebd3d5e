package dev.vernier.audit.cause;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether weights use only codes that are roundings of the multiples of something, as after an earlier quantization with
/// larger steps.
final class CoarseGrid {
    private static final double FINEST = 1.5;

    /// The odds against codes that lie so by chance: each one does with probability 1 / grid.
    private static final double ODDS = Math.log(1e9);

    private CoarseGrid() {}

    /// The largest distance of the earlier codes in any channel, in later ones. 0 where the weights are a rounding of the
    /// reference's as they are, are no rounding of them on the coarser grid either, or there is none.
    static double of(WeightPair pair) {
        if (pair.params().isEmpty() || pair.isRounding()) {
            return 0;
        }
        List<Set<Integer>> codes = new ArrayList<>();
        for (int channel = 0; channel < pair.channels(); channel++) {
            codes.add(new HashSet<>());
        }
        float[] steps = pair.inSteps().candidate().floats();
        for (int i = 0; i < steps.length; i++) {
            codes.get(pair.channel(i)).add((int) steps[i]);
        }
        float[] scales = pair.params().orElseThrow().scale().floats();
        List<Channel> channels = new ArrayList<>();
        double widest = 0;
        for (int channel = 0; channel < codes.size(); channel++) {
            if (codes.get(channel).size() > 2) {
                channels.add(of(codes.get(channel)));
                widest = Math.max(widest, channels.getLast().grid() * scales[channel % scales.length]);
            }
        }
        double odds = channels.stream().mapToDouble(Channel::odds).sum();
        long without = channels.stream().filter(channel -> channel.grid() == 0).count();
        return odds > ODDS && without * 10 <= channels.size() && further(pair, widest) * 100L <= steps.length
                ? channels.stream().mapToDouble(Channel::grid).max().orElseThrow()
                : 0;
    }

    /// How many weights are further from the reference's than an earlier step and a later one explain.
    private static int further(WeightPair pair, double step) {
        int further = 0;
        for (int i = 0; i < pair.reference().size(); i++) {
            double apart = Math.abs(pair.candidate().floatAt(i) - pair.reference().floatAt(i));
            further += apart > step / 2 + pair.ours().half(i) ? 1 : 0;
        }
        return further;
    }

    /// @param grid the coarsest that codes lie on, 0 where there is none
    /// @param odds against that by chance, as a logarithm
    private record Channel(double grid, double odds) {}

    /// Of the codes, 0 lies on every grid, and the grid was made for one other; grids were tried until one fitted.
    private static Channel of(Set<Integer> codes) {
        int largest = codes.stream().mapToInt(Math::abs).max().orElse(0);
        for (int multiple = 1; largest / (double) multiple >= FINEST; multiple++) {
            Factors grid = new Factors((largest - 0.5) / multiple, (largest + 0.5) / multiple);
            for (int code : codes) {
                long times = Math.round(Math.abs(code) / grid.middle());
                grid = times == 0 && code != 0
                        ? Factors.NONE
                        : times == 0 ? grid
                                : grid.and(new Factors((Math.abs(code) - 0.5) / times, (Math.abs(code) + 0.5) / times));
            }
            if (!grid.isEmpty()) {
                return new Channel(grid.middle(),
                        (codes.size() - 2) * Math.log(grid.middle()) - Math.log(multiple));
            }
        }
        return new Channel(0, 0);
    }
}
