package dev.vernier.conformance.tflite;

import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.Transpose;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Random sizes, scales and codes of one seed.
final class Draw {
    private final Random random;

    Draw(long seed) {
        random = new Random(seed);
    }

    /// Both ends belong to it.
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    boolean chance(double share) {
        return random.nextDouble() < share;
    }

    float scale() {
        return (float) Math.exp(random.nextGaussian() - 4);
    }

    /// An activation's type with random parameters.
    Coded activation(DType type, int... shape) {
        return Coded.of(type, scale(), between((int) type.min(), (int) type.max()), shape);
    }

    /// The type of a layer's result, with a scale that neither saturates most codes nor makes all of them equal.
    Coded result(DType type, float unit, long terms, int... shape) {
        float scale = (float) (unit * Math.sqrt(terms) * 60 * Math.exp(random.nextGaussian() / 2));
        return Coded.of(type, scale, between((int) type.min() / 2, (int) type.max() / 2), shape);
    }

    Tensor codes(Coded coded) {
        long[] codes = new long[Shape.of(coded.shape()).elementCount()];
        boolean symmetric = coded.scales().length > 1;
        Arrays.setAll(codes, i -> between((int) coded.type().min() + (symmetric ? 1 : 0), (int) coded.type().max()));
        return Tensor.ofLongs(coded.type(), Shape.of(coded.shape()), codes);
    }

    /// Reals within and a little beyond what the codes stand for, half of them on ties.
    Tensor reals(Coded coded) {
        float[] reals = new float[Shape.of(coded.shape()).elementCount()];
        for (int i = 0; i < reals.length; i++) {
            double code = between(-300, 300) + (chance(0.5) ? 0.5 : random.nextDouble());
            reals[i] = (float) (code * coded.scales()[0]);
        }
        return Tensor.of(Shape.of(coded.shape()), reals);
    }

    /// Codes of a scale not far from this one.
    Coded near(DType type, float scale, int... shape) {
        return Coded.of(type, (float) (scale * Math.exp(random.nextGaussian())),
                between((int) type.min(), (int) type.max()), shape);
    }

    /// Codes, scale and zero point.
    List<Tensor> coded(Coded coded, Tensor codes) {
        List<Tensor> parameters = parameters(coded);
        return List.of(codes, parameters.get(0), parameters.get(1));
    }

    /// Scale and zero point.
    List<Tensor> parameters(Coded coded) {
        return List.of(Tensor.scalar(coded.scales()[0]), scalar(coded.type(), (int) coded.zeroPoints()[0]));
    }

    Tensor scalar(DType type, int value) {
        return Tensor.ofLongs(type, Shape.SCALAR, value);
    }

    static Tensor channelsFirst(Tensor tensor) {
        return transposed(tensor, 0, 3, 1, 2);
    }

    static Tensor channelsLast(Tensor tensor) {
        return transposed(tensor, 0, 2, 3, 1);
    }

    static Tensor transposed(Tensor tensor, Integer... axes) {
        return new Transpose(List.of(axes)).evaluate(Inputs.of(tensor)).getFirst();
    }
}
