package dev.vernier.conformance.networks;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.*;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How far any right engine may be from the reference, for every element of every tensor of a graph: the criterion by
/// which results are told apart.
///
/// - **Zero, so bits must be equal**, for whatever is computed exactly from exact operands: codes and everything that
///   integer operators do under their contract, values moved or selected, single float32 operations.
/// - **Float sums** may be taken in another order. Two orders of k terms differ by at most `2 (k + 3) u` times the sum of
///   the terms' magnitudes (`u` = 2^-24; Higham, Accuracy and Stability of Numerical Algorithms, eq. 4.4, once for each
///   order), and pass on the bounds of their operands times the weights' magnitudes.
/// - **Functions** that libraries approximate (sigmoid, tanh, exp) may differ by `FUNCTION`, and pass on the bounds of
///   their operand times their steepest slope.
/// - **Quantizing** makes the bound zero again wherever both ends of what the operand may be have the code of the operand
///   itself, and else the number of codes between them: only where a real lies next to a tie may a code differ.
/// - **Integer operators** on codes that may differ pass the difference on, times the other operand's magnitudes, rounded
///   up.
///
/// So an integer graph without float islands has bounds of zero throughout; and one with them has bounds above zero
/// only below reals that lie next to a tie.
final class Bounds {
    private static final double U = Math.pow(2, -24);
    /// Beyond the errors of oneDNN's and ONNX Runtime's sigmoid, tanh and exp, which are of the order of 1e-6.
    private static final float FUNCTION = 5e-6f;
    /// For the roundings of the bounds themselves.
    private static final float SLACK = 1.02f;

    private final Map<String, Tensor> values;
    private final Map<String, Tensor> bounds = new HashMap<>();

    private Bounds(Map<String, Tensor> values) {
        this.values = values;
    }

    /// @param values what the reference gives for every tensor, constants and inputs among them
    static Bounds of(Graph graph, Map<String, Tensor> values) {
        Bounds bounds = new Bounds(values);
        graph.nodes().forEach(bounds::node);
        return bounds;
    }

    /// The bound of every element of a tensor, in codes where it holds codes.
    Tensor of(String name) {
        return bounds.computeIfAbsent(name, absent -> zeros(values.get(absent).shape()));
    }

    boolean isExact(String name) {
        return !bounds.containsKey(name) || largest(bounds.get(name)) == 0;
    }

    private void node(Node node) {
        boolean exact = node.inputs().stream().filter(name -> !name.isEmpty()).allMatch(this::isExact);
        if (exact && (isExact(node.op()))) {
            return;
        }
        Tensor bound = bound(node);
        float[] slack = bound.floats();
        for (int i = 0; i < slack.length; i++) {
            slack[i] = slack[i] >= 0 ? slack[i] * SLACK : Float.POSITIVE_INFINITY;
        }
        bounds.put(node.output(), Tensor.of(bound.shape(), slack));
        for (int i = 1; i < node.outputs().size(); i++) {
            if (!exact && !node.outputs().get(i).isEmpty()) {
                String other = node.outputs().get(i);
                bounds.put(other, mapped(values.get(other), value -> Float.POSITIVE_INFINITY));
            }
        }
    }

    /// Whether exact operands make an exact result.
    private static boolean isExact(Op op) {
        return op.isExact() || op instanceof DynamicQuantize
                || op instanceof Resize resize && resize.mode() == Resize.Mode.NEAREST;
    }

    private Tensor bound(Node node) {
        Tensor y = values.get(node.output());
        return switch (node.op()) {
            case Conv conv -> sum(node, conv, terms(node.input(1), 1));
            case Gemm gemm -> sum(node, new Gemm(Math.abs(gemm.alpha()), Math.abs(gemm.beta()), gemm.transposeA(),
                    gemm.transposeB()), value(node, 0).size() / value(node, 0).shape().size(0) + 2);
            case MatMul product -> sum(node, product, value(node, 0).shape().size(value(node, 0).shape().rank() - 1));
            case AveragePool pool -> mean(node, pool);
            case GlobalAveragePool pool -> mean(node, pool);
            case ReduceMean mean -> mean(node, mean);
            case Resize resize -> resize.mode() == Resize.Mode.NEAREST ? moved(node) : mean(node, resize);
            case BatchNorm norm -> batchNorm(node, norm);
            case Sigmoid sigmoid -> slope(node, 0.25f, FUNCTION);
            case Tanh tanh -> slope(node, 1, FUNCTION);
            case HardSigmoid hard -> slope(node, Math.abs(hard.alpha()), (float) (8 * U
                    * (1 + Math.abs(hard.alpha()) * largest(value(node, 0)))));
            case HardSwish hard -> slope(node, 1.5f, (float) (16 * U * (1 + largest(value(node, 0)))));
            case LeakyRelu leaky -> slope(node, Math.max(1, Math.abs(leaky.alpha())), (float) (4 * U * largest(y)));
            case Softmax softmax -> {
                float factor = (float) Math.expm1(2 * Math.min(largest(of(node.input(0))), 50f)) + 2 * FUNCTION;
                yield mapped(y, value -> value * factor + 1e-9f);
            }
            case Add add -> plus(run(add, of(node.input(0)), of(node.input(1))), mapped(y, Bounds::ulp));
            case Sub sub -> plus(run(new Add(), of(node.input(0)), of(node.input(1))), mapped(y, Bounds::ulp));
            case Mul mul -> plus(product(node, mul), mapped(y, Bounds::ulp));
            case Div div -> quotient(node, div, y);
            case Quantize quantize -> quantize(node, quantize, y);
            case Dequantize dequantize -> scaled(of(node.input(0)), value(node, 1));
            case Cast cast -> cast.to().isFloat()
                    ? mapped(of(node.input(0)), bound -> bound == 0 ? 0 : bound * (float) (1 + 4 * U))
                    : mapped(of(node.input(0)), bound -> bound == 0 ? 0 : (float) Math.ceil(bound) + 1);
            case QLinearConv conv -> codes(run(new Conv(conv.window(), conv.groups()), of(node.input(0)),
                    weight(node, 3, 0)), value(node, 1), value(node, 6));
            case ConvInteger conv -> run(new Conv(conv.window(), conv.groups()), of(node.input(0)),
                    magnitude(value(node, 1)));
            case MatMulInteger product -> run(new MatMul(), of(node.input(0)), magnitude(value(node, 1)));
            case QGemm gemm -> qgemm(node, gemm);
            case QLinearMatMul product -> qmatmul(node);
            case QLinearAdd add -> codes(run(new Add(), scaled(of(node.input(0)), value(node, 1)),
                    scaled(of(node.input(3)), value(node, 4))), Tensor.scalar(1), value(node, 6));
            case QLinearAveragePool(var window, boolean ceil, boolean countPadding, Contract _) -> codes(
                    run(new AveragePool(window, ceil, countPadding), of(node.input(0))), value(node, 1),
                    value(node, 3));
            case QLinearMul _,QLinearSub _,Lookup _,QLinearMean _ when isExact(node.input(0))
                    && (node.inputs().size() < 8 || isExact(node.input(3))) ->
                zeros(y.shape());
            case QLinearMul _,QLinearSub _,Lookup _,QLinearMean _ -> mapped(y, value -> 255);
            case QLinearSoftmax softmax -> codes(of(node.input(0)), value(node, 1), value(node, 3));
            case QLinearGlobalAveragePool pool -> codes(run(new GlobalAveragePool(), of(node.input(0))),
                    value(node, 1), value(node, 3));
            case DynamicQuantize dynamic -> mapped(y, value -> Float.POSITIVE_INFINITY);
            case Pad pad -> {
                List<Tensor> inputs = inputs(node);
                inputs.set(0, of(node.input(0)));
                if (inputs.size() > 2) {
                    inputs.set(2, null);
                }
                yield pad.evaluate(Inputs.of(inputs)).getFirst();
            }
            case Concat concat -> concat.evaluate(Inputs.of(node.inputs().stream().map(this::of).toList())).getFirst();
            case Relu _,Clip _ -> of(node.input(0));
            case MaxPool _,GlobalMaxPool _,Flatten _,Reshape _,Transpose _,Slice _,Squeeze _,Unsqueeze _,Gather _,Expand _,Identity _,Dropout _ ->
                moved(node);
            case ShapeOf _,ConstantOfShape _ -> zeros(y.shape());
            default -> throw new IllegalStateException(
                    "bound of " + node.op().word() + ", needed an operator that random networks hold");
        };
    }

    /// The same movement of the bounds; the largest of a window's bounds is one of its largest value.
    private Tensor moved(Node node) {
        List<Tensor> inputs = inputs(node);
        inputs.set(0, of(node.input(0)));
        return node.op().evaluate(Inputs.of(inputs)).getFirst();
    }

    private Tensor sum(Node node, Op absolute, int terms) {
        Tensor x = magnitude(value(node, 0));
        Tensor w = magnitude(value(node, 1));
        Optional<Tensor> bias = node.input(2).isEmpty() ? Optional.empty() : Optional.of(magnitude(value(node, 2)));
        Tensor sizes = bias.isPresent() ? run(absolute, x, w, bias.get()) : run(absolute, x, w);
        float gamma = (float) (2 * (terms + 3) * U);
        Tensor bound = plus(mapped(sizes, size -> size * gamma + Float.MIN_NORMAL), isExact(node.input(0))
                ? zeros(sizes.shape())
                : run(absolute, of(node.input(0)), w));
        return isExact(node.input(1)) ? bound
                : plus(bound, run(absolute, plus(x, of(node.input(0))),
                        of(node.input(1))));
    }

    private int terms(String weight, int from) {
        Tensor w = values.get(weight);
        return w.size() / w.shape().size(0);
    }

    private Tensor mean(Node node, Op mean) {
        List<Tensor> inputs = inputs(node);
        inputs.set(0, magnitude(value(node, 0)));
        Tensor sizes = mean.evaluate(Inputs.of(inputs)).getFirst();
        float gamma = (float) (2 * (value(node, 0).size() / Math.max(1, sizes.size()) + 27) * U);
        inputs.set(0, of(node.input(0)));
        return plus(mapped(sizes, size -> Math.abs(size) * gamma), mean.evaluate(Inputs.of(inputs)).getFirst());
    }

    private Tensor batchNorm(Node node, BatchNorm norm) {
        Tensor scale = magnitude(value(node, 1));
        Tensor zeros = zeros(scale.shape());
        Tensor sizes = run(norm, magnitude(value(node, 0)), scale, magnitude(value(node, 2)),
                mapped(magnitude(value(node, 3)), mean -> -mean), value(node, 4));
        return plus(mapped(sizes, size -> size * (float) (16 * U)),
                run(norm, of(node.input(0)), scale, zeros, zeros, value(node, 4)));
    }

    private Tensor slope(Node node, float steepest, float more) {
        return mapped(of(node.input(0)), bound -> bound * steepest + more);
    }

    private Tensor product(Node node, Mul mul) {
        Tensor a = magnitude(value(node, 0));
        Tensor b = magnitude(value(node, 1));
        return plus(run(mul, plus(a, of(node.input(0))), of(node.input(1))), run(mul, of(node.input(0)), b));
    }

    private Tensor quotient(Node node, Div div, Tensor y) {
        Tensor b = magnitude(value(node, 1));
        Tensor least = run(new Sub(), b, of(node.input(1)));
        Tensor passed = run(div, of(node.input(0)), least);
        Tensor own = run(div, run(new Mul(), magnitude(y), of(node.input(1))), least);
        return mapped(plus(plus(passed, own), mapped(y, Bounds::ulp)),
                bound -> bound >= 0 ? bound : Float.POSITIVE_INFINITY);
    }

    /// How far the codes of both ends are from the operand's own.
    private Tensor quantize(Node node, Quantize quantize, Tensor codes) {
        Tensor x = value(node, 0);
        Tensor bound = of(node.input(0));
        Tensor far = zeros(codes.shape());
        for (int sign : new int[] {-1, 1}) {
            float[] ends = x.floats();
            for (int i = 0; i < ends.length; i++) {
                float reach = bound.floatAt(i);
                ends[i] = reach == 0 ? ends[i]
                        : Float.isFinite(reach)
                                ? ends[i] + sign * (reach + 2 * Math.ulp(ends[i]))
                                : sign * Float.MAX_VALUE;
            }
            List<Tensor> inputs = inputs(node);
            inputs.set(0, Tensor.of(x.shape(), ends));
            Tensor other = quantize.evaluate(Inputs.of(inputs)).getFirst();
            float[] largest = far.floats();
            for (int i = 0; i < largest.length; i++) {
                largest[i] = Math.max(largest[i], Math.abs(other.longAt(i) - codes.longAt(i)));
            }
            far = Tensor.of(codes.shape(), largest);
        }
        return far;
    }

    private Tensor qgemm(Node node, QGemm gemm) {
        Tensor sums = run(new Gemm(1, 1, false, gemm.transposeB()), of(node.input(0)),
                weight(node, 3, gemm.transposeB() ? 0 : 1));
        if (node.input(7).isEmpty()) {
            return plus(scaled(sums, value(node, 1)), mapped(values.get(node.output()), Bounds::ulp));
        }
        return codes(sums, value(node, 1), value(node, 7));
    }

    /// Both operands may differ.
    private Tensor qmatmul(Node node) {
        Tensor left = scaled(of(node.input(0)), value(node, 1));
        Tensor right = scaled(of(node.input(3)), value(node, 4));
        Tensor sums = plus(run(new MatMul(), left, weight(node, 3, -1)),
                run(new MatMul(), plus(weight(node, 0, -1), left), right));
        return node.input(6).isEmpty()
                ? plus(sums, mapped(values.get(node.output()), Bounds::ulp))
                : codes(sums, Tensor.scalar(1), value(node, 6));
    }

    /// The magnitudes of dequantized codes.
    private Tensor weight(Node node, int at, int axis) {
        return magnitude(new Dequantize(axis, 0)
                .evaluate(Inputs.of(value(node, at), value(node, at + 1), value(node, at + 2))).getFirst());
    }

    /// Sums in codes of the output, rounded up.
    private static Tensor codes(Tensor sums, Tensor from, Tensor to) {
        float factor = from.floatAt(0) / to.floatAt(0);
        return mapped(sums, sum -> sum == 0 ? 0 : (float) Math.ceil(sum * factor) + 1);
    }

    private static Tensor scaled(Tensor codes, Tensor scale) {
        if (scale.size() > 1 && largest(codes) > 0) {
            throw new IllegalStateException("bounds of codes per channel");
        }
        return scale.size() > 1 ? codes : mapped(codes, code -> code == 0 ? 0 : code * scale.floatAt(0));
    }

    private List<Tensor> inputs(Node node) {
        List<Tensor> inputs = new ArrayList<>();
        node.inputs().forEach(name -> inputs.add(values.get(name)));
        return inputs;
    }

    private Tensor value(Node node, int input) {
        return values.get(node.input(input));
    }

    private static Tensor zeros(Shape shape) {
        return Tensor.of(shape, new float[shape.elementCount()]);
    }

    private static Tensor run(Op op, Tensor... inputs) {
        return op.evaluate(Inputs.of(inputs)).getFirst();
    }

    private static Tensor plus(Tensor a, Tensor b) {
        return run(new Add(), a, b);
    }

    @FunctionalInterface
    private interface Function {
        float of(float value);
    }

    private static Tensor mapped(Tensor tensor, Function function) {
        float[] mapped = new float[tensor.size()];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = function.of((float) tensor.doubleAt(i));
        }
        return Tensor.of(tensor.shape(), mapped);
    }

    private static Tensor magnitude(Tensor tensor) {
        return mapped(tensor, Math::abs);
    }

    private static float ulp(float value) {
        return Math.ulp(value);
    }

    static float largest(Tensor tensor) {
        float largest = 0;
        for (int i = 0; i < tensor.size(); i++) {
            largest = Math.max(largest, (float) Math.abs(tensor.doubleAt(i)));
        }
        return largest;
    }
}
