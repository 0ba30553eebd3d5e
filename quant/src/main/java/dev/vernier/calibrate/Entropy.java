package dev.vernier.calibrate;

import dev.vernier.quant.Range;
import dev.vernier.quant.Scheme;

/// The range that loses the least information: of all thresholds on the magnitude, the one with the smallest
/// Kullback-Leibler divergence between the values seen (those beyond it counted at it) and the same on as many levels as
/// the scheme has (S. Migacz, "8-bit Inference with TensorRT", GTC 2017, page 29). The bin at zero is taken to hold as many
/// as its neighbour, as NVIDIA's pytorch-quantization does: the zeros that ReLUs make have a code of their own at any
/// threshold, and would outweigh all else.
final class Entropy {
    private static final int BINS = 2048;

    private Entropy() {}

    static Range of(Moments moments, Range ends, Scheme scheme) {
        float largest = Math.max(Math.abs(ends.low()), Math.abs(ends.high()));
        boolean oneSided = ends.low() >= 0 || ends.high() <= 0;
        int levels = (scheme.highest() - scheme.lowest() + 1) / (oneSided && !scheme.symmetric() ? 1 : 2);
        if (largest == 0 || levels >= BINS) {
            return ends;
        }
        double[] bins = magnitudes(moments, largest);
        int best = BINS;
        double least = Double.POSITIVE_INFINITY;
        for (int kept = levels; kept <= BINS; kept += Math.max(1, levels / 16)) {
            double divergence = divergence(bins, kept, levels);
            if (divergence < least) {
                least = divergence;
                best = kept;
            }
        }
        float threshold = largest * best / BINS;
        return new Range(Math.max(ends.low(), -threshold), Math.min(ends.high(), threshold));
    }

    private static double[] magnitudes(Moments moments, double largest) {
        double[] bins = new double[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            double inner = largest * bin / BINS;
            double outer = largest * (bin + 1) / BINS;
            double above = moments.below(bin == BINS - 1 ? Double.POSITIVE_INFINITY : outer).count()
                    - moments.below(inner).count();
            double below = bin == BINS - 1
                    ? moments.below(-inner).count()
                    : moments.below(-inner).count() - moments.below(-outer).count();
            bins[bin] = above + below;
        }
        bins[0] = bins[1];
        return bins;
    }

    private static double divergence(double[] bins, int kept, int levels) {
        double outside = 0;
        for (int bin = kept; bin < bins.length; bin++) {
            outside += bins[bin];
        }
        double total = 0;
        double[] levelled = new double[kept];
        for (int level = 0; level < levels; level++) {
            int from = (int) ((long) level * kept / levels);
            int to = (int) ((long) (level + 1) * kept / levels);
            double sum = 0;
            int filled = 0;
            for (int bin = from; bin < to; bin++) {
                sum += bins[bin];
                filled += bins[bin] > 0 ? 1 : 0;
            }
            for (int bin = from; bin < to; bin++) {
                levelled[bin] = bins[bin] > 0 ? sum / filled : 0;
            }
            total += sum;
        }
        if (total == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double divergence = 0;
        for (int bin = 0; bin < kept; bin++) {
            double seen = (bins[bin] + (bin == kept - 1 ? outside : 0)) / (total + outside);
            if (seen > 0) {
                if (levelled[bin] == 0) {
                    return Double.POSITIVE_INFINITY;
                }
                divergence += seen * Math.log(seen / (levelled[bin] / total));
            }
        }
        return divergence;
    }
}
