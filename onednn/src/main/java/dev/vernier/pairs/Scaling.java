package dev.vernier.pairs;

/// From a layer's sums to reals in units of the output's scale, per output channel: `(sum + bias) * multiplier`, or
/// `sum * multiplier + bias`, each step rounded to float32 (see [dev.vernier.graph.op.Contract]).
public final class Scaling {
    private final float[] multipliers;
    private final int[] sums;
    private final float[] reals;

    private Scaling(float[] multipliers, int[] sums, float[] reals) {
        this.multipliers = multipliers.clone();
        this.sums = sums.clone();
        this.reals = reals.clone();
        if (sums.length > 0 && sums.length != multipliers.length
                || reals.length > 0 && reals.length != multipliers.length) {
            throw new IllegalArgumentException("bias of " + Math.max(sums.length, reals.length) + " channels, needed "
                    + multipliers.length + " as there are multipliers");
        }
    }

    int channels() {
        return multipliers.length;
    }

    /// Without a bias.
    public static Scaling by(float[] multipliers) {
        return new Scaling(multipliers, new int[0], new float[0]);
    }

    /// With a bias that is added to the sums, which must stay within int32.
    public static Scaling of(int[] bias, float[] multipliers) {
        return new Scaling(multipliers, bias, new float[0]);
    }

    /// With a bias that is added behind the multiplication.
    public static Scaling of(float[] multipliers, float[] bias) {
        return new Scaling(multipliers, new int[0], bias);
    }

    boolean addsSums() {
        return sums.length > 0;
    }

    boolean addsReals() {
        return reals.length > 0;
    }

    float multiplier(int channel) {
        return multipliers[channel];
    }

    int sum(int channel) {
        return sums[channel];
    }

    float real(int channel) {
        return reals[channel];
    }
}
