package dev.vernier.audit.cause;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.quant.QParams;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Weights with one scale whose channels differ so much in size that most of them have few codes.
final class PerTensorSpread implements Cause {
    /// Half of the channels use codes no further from zero than this.
    private static final double FEW = 6;

    @Override
    public List<Suspicion> examine(Subject subject) {
        List<Spread> spreads = WeightPair.of(subject).stream().flatMap(pair -> Spread.of(pair).stream())
                .filter(spread -> spread.median < FEW).sorted(Comparator.comparing(Spread::median)).toList();
        if (spreads.isEmpty()) {
            return List.of();
        }
        Repair repair = spreads.stream().map(spread -> perChannel(spread.pair, subject))
                .reduce(faulty -> faulty, Repair::and);
        Spread worst = spreads.getFirst();
        return List.of(new Suspicion(FindingId.PER_TENSOR_SPREAD, spreads.stream().map(one -> one.pair.name()).toList(),
                (spreads.size() == 1 ? "a weight has" : spreads.size() + " weights have")
                        + " one scale for channels of which most use few codes",
                String.format(Locale.ROOT,
                        "'%s': half of the %d channels use codes up to %.1f from zero, the largest %.0f",
                        worst.pair.name(), worst.pair.channels(), worst.median, worst.largest),
                Numbers.of("channels", worst.pair.channels()).and("median_code", worst.median)
                        .and("largest_code", worst.largest),
                false, Optional.of(repair), "quantize weights per channel"));
    }

    private static Repair perChannel(WeightPair pair, Subject subject) {
        QParams params = pair.params().orElseThrow();
        int channels = pair.channels();
        float[] scales = new float[channels];
        Arrays.fill(scales, params.scale().floatAt(0));
        long[] zeroPoints = new long[channels];
        Arrays.fill(zeroPoints, params.zeroPoint().longAt(0));
        QParams like = QParams.perChannel(params.codes(), pair.layers().candidate().channelAxis(), scales, zeroPoints);
        return faulty -> Edits.withConstant(faulty, pair.name(), pair.reference(),
                Edits.covering(pair.reference(), like));
    }

    /// @param median of the largest magnitude in each channel, in codes
    private record Spread(WeightPair pair, double median, double largest) {
        static Optional<Spread> of(WeightPair pair) {
            Optional<QParams> params = pair.params().filter(of -> of.axis().isEmpty());
            if (params.isEmpty() || pair.channels() < 2 || !pair.isRounding()) {
                return Optional.empty();
            }
            double[] magnitudes = new double[pair.channels()];
            for (int i = 0; i < pair.reference().size(); i++) {
                int channel = pair.channel(i);
                magnitudes[channel] = Math.max(magnitudes[channel], Math.abs(pair.reference().floatAt(i)));
            }
            Arrays.sort(magnitudes);
            double scale = params.get().scale().floatAt(0);
            return Optional.of(new Spread(pair, magnitudes[magnitudes.length / 2] / scale,
                    magnitudes[magnitudes.length - 1] / scale));
        }
    }
}
