package dev.vernier.data;

/// Resampling along one axis with a triangle filter in Pillow's fixed-point arithmetic (libImaging/Resample.c): weights of
/// 22 fractional bits, the sum rounded half up and saturated.
final class Bilinear {
    private static final int BITS = 22;

    private final int from;
    private final int[] starts;
    private final int[][] weights;

    private Bilinear(int from, int[] starts, int[][] weights) {
        this.from = from;
        this.starts = starts;
        this.weights = weights;
    }

    /// The weights that turn `from` pixels into `to`.
    static Bilinear of(int from, int to) {
        double scale = (double) from / to;
        double reach = Math.max(scale, 1);
        int[] starts = new int[to];
        int[][] weights = new int[to][];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            int start = Math.max(0, (int) (centre - reach + 0.5));
            int end = Math.min(from, (int) (centre + reach + 0.5));
            starts[i] = start;
            weights[i] = weights(start, end, centre, reach);
        }
        return new Bilinear(from, starts, weights);
    }

    private static int[] weights(int start, int end, double centre, double reach) {
        double[] exact = new double[end - start];
        double sum = 0;
        for (int k = 0; k < exact.length; k++) {
            exact[k] = Math.max(0, 1 - Math.abs((k + start - centre + 0.5) * (1 / reach)));
            sum += exact[k];
        }
        int[] fixed = new int[exact.length];
        for (int k = 0; k < fixed.length; k++) {
            fixed[k] = (int) (0.5 + exact[k] / sum * (1 << BITS));
        }
        return fixed;
    }

    /// Resamples the axis whose neighbours lie `stride` apart in row-major unsigned bytes.
    byte[] along(byte[] pixels, int stride) {
        int to = starts.length;
        if (from == to) {
            return pixels;
        }
        int blocks = pixels.length / (from * stride);
        byte[] out = new byte[blocks * to * stride];
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < to; i++) {
                for (int inner = 0; inner < stride; inner++) {
                    int at = (block * from + starts[i]) * stride + inner;
                    int sum = 1 << (BITS - 1);
                    for (int weight : weights[i]) {
                        sum += (pixels[at] & 0xff) * weight;
                        at += stride;
                    }
                    out[(block * to + i) * stride + inner] = (byte) Math.clamp(sum >> BITS, 0, 255);
                }
            }
        }
        return out;
    }
}
