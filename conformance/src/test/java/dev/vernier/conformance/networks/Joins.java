package dev.vernier.conformance.networks;

import dev.vernier.graph.op.*;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Pieces that read more than one tensor, or one tensor twice.
final class Joins {
    private Joins() {}

    /// An addition of two branches of a shape, the second made where none is there.
    static void residual(Sketch s) {
        String x = s.chance(0.5) ? s.image() : s.pick();
        String y = s.rank(x) > 2 && s.chance(0.7) ? branch(s, x) : partner(s, x);
        String sum = s.chance(0.5) ? s.hidden(new Add(), x, y) : s.hidden(new Add(), y, x);
        Layers.activation(s, sum);
    }

    private static String partner(Sketch s, String x) {
        return s.pick(name -> !name.equals(x) && Arrays.equals(s.sizes(name), s.sizes(x)));
    }

    /// Convolutions that keep the shape.
    private static String branch(Sketch s, String x) {
        int channels = s.sizes(x)[1];
        int spatial = s.rank(x) - 2;
        int reach = s.between(0, 1);
        Window window = new Window(java.util.Collections.nCopies(spatial, 2 * reach + 1), Layers.ones(spatial),
                Layers.ones(spatial), new Padding.Explicit(s.several(spatial, reach), s.several(spatial, reach)));
        String from = s.chance(0.4) ? s.hidden(new Relu(), Layers.convolve(s, x, window, 1, channels)) : x;
        return Layers.convolve(s, from, window, s.chance(0.3) ? channels : 1, channels);
    }

    static void concat(Sketch s) {
        String x = s.pick();
        int axis = s.between(1, s.rank(x) - 1);
        List<String> parts = new ArrayList<>(List.of(x));
        for (int more = s.between(1, 2); more > 0; more--) {
            parts.add(s.chance(0.3) && s.rank(x) > 2
                    ? branch(s, x)
                    : s.pick(name -> s.rank(name) == s.rank(x) && others(s.sizes(name), axis, s.sizes(x))));
        }
        java.util.Collections.shuffle(parts, s.random);
        s.add(new Concat(s.chance(0.3) ? axis - s.rank(x) : axis), parts.toArray(String[]::new));
    }

    private static boolean others(int[] sizes, int axis, int[] like) {
        int[] copy = sizes.clone();
        copy[axis] = like[axis];
        return Arrays.equals(copy, like);
    }

    /// Arithmetic on two tensors, or one and a constant.
    static void arithmetic(Sketch s) {
        String x = s.pick();
        int[] sizes = s.sizes(x);
        String y = switch (s.between(0, 4)) {
            case 0 -> partner(s, x);
            case 1 -> s.scalar(s.any(0.5f, -1.5f, 3f));
            case 2 -> perChannel(s, sizes);
            case 3 -> s.rank(x) > 2 ? s.hidden(new GlobalAveragePool(), x) : x;
            default -> x;
        };
        switch (s.between(0, 4)) {
            case 0 -> s.add(new Add(), x, y);
            case 1 -> s.add(new Sub(), x, y);
            case 2 -> s.add(new Mul(), x, y);
            case 3 -> s.add(new Sub(), s.scalar(1), x);
            default -> s.add(new Div(), x, s.scalar(s.any(2f, 0.7f, -3f)));
        }
    }

    private static String perChannel(Sketch s, int[] sizes) {
        int[] shape = new int[sizes.length];
        Arrays.fill(shape, 1);
        shape[1] = sizes[1];
        return s.reals(1, shape);
    }

    /// Squeeze and excite: a factor for each channel, computed from the channels' means.
    static void excite(Sketch s) {
        String x = s.image();
        int channels = s.sizes(x)[1];
        int spatial = s.rank(x) - 2;
        String squeezed = s.hidden(new GlobalAveragePool(), x);
        Op gate = s.any(new Sigmoid(), new HardSigmoid(1 / 6f, 0.5f), new HardSigmoid(0.2f, 0.5f));
        Window one = Window.of(Layers.ones(spatial));
        String inner = s.hidden(new Relu(), Layers.convolve(s, squeezed, one, 1, s.between(1, 4)));
        String factor = s.hidden(gate, Layers.convolve(s, inner, one, 1, channels));
        if (s.chance(0.5)) {
            s.add(new Mul(), x, factor);
        } else {
            s.add(new Mul(), factor, x);
        }
    }

    /// Products of two activations, as attention has them, of a tensor alone or of what layers make of it.
    static void attention(Sketch s) {
        String x = s.image();
        boolean projects = s.chance(0.6);
        int width = projects ? s.oneOf(1, 3, 8, 17) : s.sizes(x)[s.rank(x) - 1];
        String query = projects ? Layers.projected(s, x, width) : x;
        String key = projects ? Layers.projected(s, x, width) : x;
        String scores = s.hidden(new MatMul(), query, transposed(s, key));
        String scaled = s.chance(0.5) ? s.hidden(new Mul(), scores, s.scalar(s.any(0.5f, 0.2f))) : scores;
        String value = s.chance(0.5) ? Layers.projected(s, x, s.oneOf(1, 4, 9)) : x;
        String mixed = s.hidden(new MatMul(), s.hidden(new Softmax(-1), scaled), value);
        String end = Layers.activation(s, mixed);
        if (s.chance(0.4)) {
            Layers.activation(s, s.hidden(new MatMul(), scores, end));
        }
    }

    private static String transposed(Sketch s, String x) {
        List<Integer> order = new ArrayList<>();
        for (int axis = 0; axis < s.rank(x); axis++) {
            order.add(axis);
        }
        java.util.Collections.swap(order, order.size() - 1, order.size() - 2);
        return s.hidden(new Transpose(order), x);
    }
}
