package dev.vernier.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.*;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/// One node on its way in. Attributes of older opsets that are inputs today become constants.
final class NodeReader {
    private final NodeAttributes attributes;
    private final int opset;
    private final PartialGraph graph;
    private final TensorReader tensors;
    private final String output;
    private final List<String> inputs;
    private List<String> outputs;

    private NodeReader(NodeProto node, int opset, PartialGraph graph, TensorReader tensors) {
        this.attributes = new NodeAttributes(node);
        this.opset = opset;
        this.graph = graph;
        this.tensors = tensors;
        this.output = node.getOutput(0);
        this.inputs = new ArrayList<>(trimmed(node.getInputList()));
        this.outputs = trimmed(node.getOutputList());
    }

    /// Adds the node to the graph, or the constant that it stands for.
    ///
    /// @throws IllegalArgumentException where Vernier does not have the operator, or not with these attributes
    static void read(NodeProto node, int opset, PartialGraph graph, TensorReader tensors) {
        List<String> outputs = trimmed(node.getOutputList());
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("no outputs, needed one");
        }
        NodeReader reader = new NodeReader(node, opset, graph, tensors);
        String operator = operator(node);
        if (operator.equals("Constant")) {
            graph.addConstant(outputs.getFirst(), reader.constant());
        } else if (operator.equals("Split")) {
            reader.split(node.getOutputList());
        } else {
            Op op = Operators.read(operator, reader);
            graph.add(new Node(node.getName(), op, reader.inputs, reader.outputs));
        }
        reader.attributes.requireAllRead();
    }

    /// The operator's name, with its domain where that is not ONNX's own.
    static String operator(NodeProto node) {
        return node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx")
                ? node.getOpType()
                : node.getDomain() + "." + node.getOpType();
    }

    private static List<String> trimmed(List<String> names) {
        int count = names.size();
        while (count > 0 && names.get(count - 1).isEmpty()) {
            count--;
        }
        return names.subList(0, count);
    }

    NodeAttributes attributes() {
        return attributes;
    }

    Compositions compositions() {
        return new Compositions(this);
    }

    /// How many inputs there are.
    int inputs() {
        return inputs.size();
    }

    String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    private void setInput(int index, String name) {
        while (inputs.size() <= index) {
            inputs.add("");
        }
        inputs.set(index, name);
    }

    /// Whether it is a constant of one element that broadcasts to another tensor, which is none.
    boolean isSingleConstant(String name, String other) {
        Optional<Shape> shape = graph.constant(name).filter(value -> value.size() == 1).map(Tensor::shape);
        return shape.isPresent() && graph.constant(other).isEmpty()
                && graph.shape(other).filter(wider -> wider.rank() >= shape.get().rank()).isPresent();
    }

    void setInputs(String... names) {
        inputs.clear();
        inputs.addAll(List.of(names));
    }

    /// Adds a node before this one.
    ///
    /// @return the name of what it makes
    String then(String what, Op op, String... read) {
        String made = graph.freshName(output + "/" + what);
        graph.add(Node.of(made, op, read));
        return made;
    }

    /// Adds a constant.
    ///
    /// @return its name
    String constant(String what, Tensor value) {
        return graph.addNew(output + "/" + what, value);
    }

    private void constantInput(int index, String what, Tensor value) {
        setInput(index, graph.addNew(output + "/" + what, value));
    }

    private static Tensor vector(List<Long> values) {
        return Tensor.vector(values.stream().mapToLong(Long::longValue).toArray());
    }

    Tensor tensor(TensorProto proto) {
        Tensor tensor = tensors.read(proto);
        TensorReader.requireFinite(tensor);
        return tensor;
    }

    private Tensor constant() {
        return attributes.tensor("value")
                .map(this::tensor)
                .or(() -> attributes.findNumber("value_float").map(Tensor::scalar))
                .or(() -> attributes.numbers("value_floats").map(NodeReader::floats))
                .or(() -> attributes.wide("value_int").map(value -> Tensor.ofI64(Shape.SCALAR, value)))
                .or(() -> attributes.wides("value_ints").map(NodeReader::vector))
                .orElseThrow(() -> {
                    attributes.requireAllRead();
                    return NodeAttributes.absent("value");
                });
    }

    private static Tensor floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return Tensor.of(Shape.of(floats.length), floats);
    }

    Window convolution(int weight) {
        return WindowAttributes.read(attributes,
                attributes.integers("kernel_shape").orElseGet(() -> kernel(input(weight))));
    }

    private List<Integer> kernel(String weight) {
        Shape shape = graph.shape(weight)
                .filter(known -> known.rank() > 2)
                .orElseThrow(() -> new IllegalArgumentException(
                        "kernel_shape is absent and the shape of '" + weight + "' not known"));
        List<Integer> kernel = new ArrayList<>();
        for (int axis = 2; axis < shape.rank(); axis++) {
            kernel.add(shape.size(axis));
        }
        return kernel;
    }

    int groups() {
        return attributes.integer("group", 1);
    }

    Window pooling() {
        return WindowAttributes.read(attributes,
                attributes.integers("kernel_shape").orElseThrow(() -> NodeAttributes.absent("kernel_shape")));
    }

    ConvTranspose convTranspose() {
        Window window = convolution(1);
        List<Integer> added = attributes.integers("output_padding")
                .orElse(Collections.nCopies(window.spatialRank(), 0));
        Optional<List<Integer>> sizes = attributes.integers("output_shape");
        return sizes.isPresent() || window.padding() instanceof Padding.Same
                ? WindowAttributes.transposed(window, groups(), added, sizes, () -> shape(input(0)))
                : new ConvTranspose(window, groups(), added);
    }

    /// In training mode, of a single sample such as a weight, it is a group norm with a group for each channel.
    Op batchNorm() {
        attributes.ignore("momentum");
        attributes.require("spatial", 1);
        if (graph.shape(input(0)).filter(x -> x.rank() > 2 && x.size(0) == 1).isPresent()
                && attributes.flag("training_mode", false)) {
            setInputs(input(0), input(1), input(2));
            this.outputs = outputs.subList(0, 1);
            return instanceNorm();
        }
        attributes.require("training_mode", 0);
        if (outputs.size() > 1) {
            throw new IllegalArgumentException("training mode, " + outputs.size() + " outputs, needed one");
        }
        return new BatchNorm(attributes.number("epsilon", 1e-5f));
    }

    /// Sums are in float64 whatever type ONNX asks for.
    LayerNorm layerNorm() {
        attributes.ignore("stash_type");
        return new LayerNorm(attributes.integer("axis", -1), attributes.number("epsilon", 1e-5f));
    }

    /// A group for each channel, which the scale has an element for.
    GroupNorm instanceNorm() {
        Shape scale = shape(input(1));
        return new GroupNorm(Math.max(scale.elementCount(), 1), attributes.number("epsilon", 1e-5f));
    }

    /// Before opset 21 there was one scale and one bias for each group, which are repeated here for each of its channels.
    GroupNorm groupNorm() {
        attributes.ignore("stash_type");
        int groups = attributes.integer("num_groups");
        GroupNorm norm = new GroupNorm(groups, attributes.number("epsilon", 1e-5f));
        if (opset < 21) {
            Shape shape = shape(input(0));
            if (shape.rank() < 2 || shape.size(1) % groups != 0) {
                throw new IllegalArgumentException(
                        "input of shape " + shape + ", needed channels that divide into num_groups = " + groups);
            }
            long[] group = new long[shape.size(1)];
            Arrays.setAll(group, channel -> channel / (group.length / groups));
            String groupOf = graph.addNew(output + "/groups", Tensor.vector(group));
            for (int index = 1; index <= 2; index++) {
                String repeated = graph.freshName(output + (index == 1 ? "/scale" : "/bias"));
                graph.add(Node.of(repeated, new Gather(0), input(index), groupOf));
                setInput(index, repeated);
            }
        }
        return norm;
    }

    Shape shape(String name) {
        return graph.shape(name)
                .orElseThrow(() -> new IllegalArgumentException("shape of '" + name + "' not known"));
    }

    Clip clip() {
        if (opset < 11) {
            attributes.findNumber("min").ifPresent(low -> constantInput(1, "min", Tensor.scalar(low)));
            attributes.findNumber("max").ifPresent(high -> constantInput(2, "max", Tensor.scalar(high)));
        }
        return new Clip();
    }

    Slice slice() {
        if (opset < 10) {
            constantInput(1, "starts",
                    vector(attributes.wides("starts").orElseThrow(() -> NodeAttributes.absent("starts"))));
            constantInput(2, "ends", vector(attributes.wides("ends").orElseThrow(() -> NodeAttributes.absent("ends"))));
            attributes.wides("axes").ifPresent(axes -> constantInput(3, "axes", vector(axes)));
        }
        return new Slice();
    }

    /// A split is a slice for each of its outputs.
    private void split(List<String> outputs) {
        int axis = attributes.integer("axis", 0);
        int asked = attributes.integer("num_outputs", outputs.size());
        if (asked != outputs.size()) {
            throw new IllegalArgumentException("num_outputs = " + asked + ", needed " + outputs.size());
        }
        long[] sizes = (opset < 13 ? attributes.wides("split").map(NodeReader::vector) : splitInput())
                .map(Tensor::longs).orElseGet(() -> equalParts(axis, outputs.size()));
        if (sizes.length != outputs.size() || Arrays.stream(sizes).anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException("split = " + Arrays.toString(sizes) + ", needed a size for each of "
                    + outputs.size() + " outputs");
        }
        long from = 0;
        for (int i = 0; i < sizes.length; i++) {
            String part = outputs.get(i);
            if (!part.isEmpty()) {
                String starts = graph.addNew(part + "/starts", Tensor.vector(from));
                String ends = graph.addNew(part + "/ends", Tensor.vector(from + sizes[i]));
                String axes = graph.addNew(part + "/axes", Tensor.vector(axis));
                graph.add(Node.of(part, new Slice(), input(0), starts, ends, axes));
            }
            from += sizes[i];
        }
    }

    private Optional<Tensor> splitInput() {
        return Optional.of(input(1)).filter(name -> !name.isEmpty()).map(name -> graph.constant(name)
                .orElseThrow(() -> new IllegalArgumentException("split '" + name + "' is not constant")));
    }

    /// As large as each other, but for the last one where it does not come out even.
    private long[] equalParts(int axis, int parts) {
        Shape shape = shape(input(0));
        int size = shape.size(shape.axis(axis));
        long[] sizes = new long[parts];
        Arrays.fill(sizes, Math.ceilDiv(size, parts));
        sizes[parts - 1] = size - Math.multiplyExact(Math.ceilDiv(size, parts), parts - 1);
        return sizes;
    }

    Pad pad() {
        if (opset < 11) {
            constantInput(1, "pads", vector(attributes.wides("pads").orElseThrow(() -> NodeAttributes.absent("pads"))));
            attributes.findNumber("value").ifPresent(value -> constantInput(2, "value", Tensor.scalar(value)));
        }
        return new Pad(AttributeWords.of("mode", Pad.Mode.class, attributes.word("mode", "constant")));
    }

    /// @param inputSince the opset since which the axes are the second input
    <T extends Op> T withAxes(int inputSince, T op) {
        if (opset < inputSince) {
            attributes.wides("axes").ifPresent(axes -> constantInput(1, "axes", vector(axes)));
        }
        return op;
    }

    /// Before opset 13, softmax ran over all axes from `axis` on together.
    ///
    /// @param along softmax or its logarithm along an axis
    Op softmax(IntFunction<Op> along) {
        if (opset >= 13) {
            return along.apply(attributes.integer("axis", -1));
        }
        int axis = attributes.integer("axis", 1);
        Optional<Shape> shape = graph.shape(input(0));
        if (axis == -1 || shape.filter(known -> known.axis(axis) == known.rank() - 1).isPresent()) {
            return along.apply(-1);
        }
        String sizes = graph.freshName(output + "/shape");
        String flat = graph.freshName(output + "/flat");
        String soft = graph.freshName(output + "/softmax");
        graph.add(Node.of(sizes, new ShapeOf(0, Integer.MAX_VALUE), input(0)));
        graph.add(Node.of(flat, new Flatten(axis), input(0)));
        graph.add(Node.of(soft, along.apply(-1), flat));
        setInput(0, soft);
        setInput(1, sizes);
        return new Reshape(false);
    }

    static int clamped(long value) {
        return Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    Cast cast() {
        attributes.ignore("saturate", "round_mode");
        return new Cast(ElementType.of(attributes.integer("to")));
    }

    Dropout dropout() {
        attributes.ignore("seed", "ratio");
        return new Dropout();
    }

    /// Those that need not be sorted are sorted too.
    TopK topK() {
        attributes.ignore("sorted");
        if (opset < 10) {
            constantInput(1, "k", Tensor.vector(attributes.integer("k")));
        }
        return new TopK(attributes.integer("axis", -1), attributes.flag("largest", true));
    }

    Op scatter(Op replacing) {
        String reduction = attributes.word("reduction", "none");
        if (!reduction.equals("none")) {
            throw new IllegalArgumentException("reduction = " + reduction + ", needed none");
        }
        return replacing;
    }

    Resize resize() {
        if (opset < 11) {
            return upsample();
        }
        for (int index = 1; index < inputs.size(); index++) {
            if (graph.constant(input(index)).filter(constant -> constant.size() == 0).isPresent()) {
                setInput(index, "");
            }
        }
        attributes.require("exclude_outside", 0);
        return new Resize(
                AttributeWords.of("mode", Resize.Mode.class, attributes.word("mode", "nearest")),
                AttributeWords.of("coordinate_transformation_mode", Resize.Coordinates.class,
                        attributes.word("coordinate_transformation_mode", "half_pixel")),
                AttributeWords.of("nearest_mode", Resize.Rounding.class,
                        attributes.word("nearest_mode", "round_prefer_floor")),
                AttributeWords.of("keep_aspect_ratio_policy", Resize.AspectRatio.class,
                        attributes.word("keep_aspect_ratio_policy", "stretch")),
                attributes.integers("axes").orElse(List.of()),
                attributes.flag("antialias", false),
                attributes.number("extrapolation_value", 0),
                attributes.number("cubic_coeff_a", -0.75f));
    }

    /// Upsample, and Resize as it was in opset 10: `x, scales`, each output position scaled down to its source.
    Resize upsample() {
        attributes.numbers("scales").ifPresent(scales -> constantInput(1, "scales", floats(scales)));
        if (inputs.size() > 1) {
            String scales = inputs.get(1);
            setInput(1, "");
            setInput(2, scales);
        }
        return new Resize(AttributeWords.of("mode", Resize.Mode.class, attributes.word("mode", "nearest")),
                Resize.Coordinates.ASYMMETRIC, Resize.Rounding.FLOOR, Resize.AspectRatio.STRETCH, List.of(), false, 0,
                -0.75f);
    }

    Quantize quantize() {
        attributes.ignore("saturate", "precision");
        Optional<DType> asked = Optional.of(attributes.integer("output_dtype", 0))
                .filter(code -> code != 0)
                .map(ElementType::of);
        DType to = input(2).isEmpty() ? asked.orElse(DType.U8)
                : graph.dtype(input(2))
                        .orElseThrow(
                                () -> new IllegalArgumentException("type of zero point '" + input(2) + "' not known"));
        return new Quantize(to, attributes.integer("axis", 1), attributes.integer("block_size", 0));
    }

    Dequantize dequantize() {
        int to = attributes.integer("output_dtype", 0);
        if (to != 0 && ElementType.of(to) != DType.F32) {
            throw new IllegalArgumentException("output_dtype = " + ElementType.of(to) + ", needed " + DType.F32);
        }
        return new Dequantize(attributes.integer("axis", 1), attributes.integer("block_size", 0));
    }

    /// An operator on codes for which there is none here: a dequantize node for each operand, the operator on reals, and the
    /// quantize node that it returns. Inputs are `x, xScale, xZeroPoint` for each operand, then `yScale, yZeroPoint?`.
    Quantize onReals(int operands, Op op) {
        requireInputs(3 * operands + 1);
        return onReals(op, List.copyOf(inputs.subList(0, 3 * operands)), input(3 * operands), input(3 * operands + 1));
    }

    /// Its inputs are `yScale, yZeroPoint`, then `x, xScale, xZeroPoint` for each operand.
    Quantize concatOnReals() {
        requireInputs(5);
        List<String> operands = new ArrayList<>(inputs.subList(2, inputs.size()));
        while (operands.size() % 3 != 0) {
            operands.add("");
        }
        return onReals(new Concat(attributes.integer("axis")), operands, input(0), input(1));
    }

    /// ONNX Runtime's softmax of codes, which says itself whose opset's axes it means.
    Quantize softmaxOnReals() {
        requireInputs(4);
        int axis = attributes.integer("axis", -1);
        int asOf = attributes.integer("opset", 13);
        if (asOf < 13 && axis != -1 && axis != shape(input(0)).rank() - 1) {
            throw new IllegalArgumentException(
                    "axis = " + axis + " with opset = " + asOf + ", needed the last axis, or opset 13 or newer");
        }
        return onReals(1, new Softmax(axis));
    }

    private void requireInputs(int least) {
        if (inputs.size() < least) {
            throw new IllegalArgumentException(inputs.size() + " inputs, needed at least " + least);
        }
    }

    private Quantize onReals(Op op, List<String> operands, String scale, String zeroPoint) {
        String typed = zeroPoint.isEmpty() ? operands.getFirst() : zeroPoint;
        DType to = graph.dtype(typed)
                .orElseThrow(() -> new IllegalArgumentException("type of '" + typed + "' not known"));
        List<String> reals = new ArrayList<>();
        for (int i = 0; i < operands.size(); i += 3) {
            String real = graph.freshName(output + "/operand" + i / 3);
            graph.add(Node.of(real, Dequantize.PER_TENSOR, operands.get(i), operands.get(i + 1), operands.get(i + 2)));
            reals.add(real);
        }
        String result = graph.freshName(output + "/reals");
        graph.add(Node.of(result, op, reals.toArray(String[]::new)));
        inputs.clear();
        inputs.addAll(List.of(result, scale, zeroPoint));
        return Quantize.perTensor(to);
    }

    QGemm qGemm() {
        attributes.require("transA", 0);
        if (attributes.number("alpha", 1) != 1) {
            throw new IllegalArgumentException("alpha is not 1");
        }
        return new QGemm(attributes.flag("transB", false));
    }

    QLinearAveragePool qLinearAveragePool() {
        attributes.require("channels_last", 0);
        return new QLinearAveragePool(pooling(), attributes.flag("ceil_mode", false),
                attributes.flag("count_include_pad", false));
    }

    QLinearGlobalAveragePool qLinearGlobalAveragePool() {
        attributes.require("channels_last", 0);
        return new QLinearGlobalAveragePool();
    }
}
