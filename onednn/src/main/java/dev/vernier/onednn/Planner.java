package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_div;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_sub;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_accurate;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_log;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.*;
import dev.vernier.pairs.Team;
import dev.vernier.run.MicroBatches;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Compiles a graph into a plan: computes what no sample decides, fuses what is read only by the next node, and answers
/// every operator with oneDNN's primitives or, where there are none that fit, with its own evaluation.
final class Planner {
    private final Graph graph;
    private final MicroBatches batches;
    private final Set<String> watched;
    private final List<Sight> sights = new ArrayList<>();
    private final PlanBuilder plan;
    private final Map<String, List<Node>> consumers;
    private final Set<Node> fused = new HashSet<>();
    private final Set<Node> done = new HashSet<>();
    private final ExactLayers exact;
    private final Convolutions convolutions;
    private final Products products;
    private final CodeProducts codeProducts;
    private final FixedLayers fixed;
    private final Pools pools;
    private final Elementwise elementwise;
    private final Normalizations normalizations;
    private final Moves moves;
    private final Codings codings;
    private final CodeMeans codeMeans;

    /// @param samples how many the plan takes at a time
    /// @param team the threads that work on one run
    /// @param values where the constants' memory is kept
    Planner(Graph graph, MicroBatches batches, int samples, Set<String> watched, PairSaturation saturation, Team team,
            Dnnl dnnl, Constants values) {
        this.graph = graph;
        this.batches = batches;
        this.watched = watched;
        this.plan = new PlanBuilder(dnnl, Inference.at(graph, samples), graph.constants(), values);
        this.consumers = graph.consumers();
        this.exact = new ExactLayers(plan, saturation, team);
        this.convolutions = new Convolutions(plan, saturation);
        this.products = new Products(plan, saturation);
        this.fixed = new FixedLayers(plan, convolutions, products);
        this.pools = new Pools(plan);
        this.elementwise = new Elementwise(plan);
        this.codeProducts = new CodeProducts(plan, saturation, elementwise);
        this.normalizations = new Normalizations(plan);
        this.moves = new Moves(plan);
        this.codings = new Codings(plan, elementwise);
        this.codeMeans = new CodeMeans(plan);
    }

    Plan plan() {
        Map<String, Slot> inputs = new LinkedHashMap<>();
        for (Input input : graph.inputs()) {
            inputs.put(input.name(), plan.make(input.name(), Layout.rowMajor(plan.dnnl(), plan.type(input.name()))));
            watch(input.name());
        }
        for (Node node : Schedule.of(graph)) {
            if (!fused.contains(node) && !isConstant(node)) {
                plan.at(List.of(node));
                addOrName(node);
            }
            done.add(node);
            node.outputs().forEach(this::watch);
        }
        Map<String, Slot> outputs = new LinkedHashMap<>();
        batches.outputs().forEach(name -> outputs.put(name, plan.rowMajor(name)));
        return plan.build(inputs, outputs, sights);
    }

    /// Shows a tensor as soon as it is there, before its memory is used again.
    private void watch(String name) {
        if (watched.contains(name)) {
            Slot slot = plan.slot(name).layout().keepsRowsTogether() ? plan.slot(name) : plan.rowMajor(name);
            sights.add(new Sight(name, slot, plan.look(slot)));
        }
    }

    /// Whether no sample decides the node's outputs; they are known to the plan then.
    private boolean isConstant(Node node) {
        if (node.outputs().stream().allMatch(name -> name.isEmpty() || plan.isConstant(name))) {
            return true;
        }
        if (!node.inputs().stream().allMatch(name -> name.isEmpty() || plan.isConstant(name))) {
            return false;
        }
        List<Tensor> inputs = new ArrayList<>();
        node.inputs().forEach(name -> inputs.add(plan.constant(name).orElse(null)));
        List<Tensor> values = Evaluation.evaluate(node, inputs);
        for (int i = 0; i < node.outputs().size(); i++) {
            plan.define(node.outputs().get(i), values.get(i));
        }
        return true;
    }

    private void addOrName(Node node) {
        try {
            add(node);
        } catch (IllegalArgumentException | IllegalStateException failed) {
            throw new IllegalStateException("node '" + node.label() + "': " + failed.getMessage(), failed);
        }
    }

    private void add(Node node) {
        boolean added = switch (node.op()) {
            case Conv conv -> fuse(node, fusion -> convolutions.conv(node, conv, fusion));
            case ConvTranspose conv -> convolutions.transposed(node, conv);
            case Gemm gemm -> fuse(node, fusion -> products.gemm(node, gemm, fusion));
            case MatMul product -> fuse(node, fusion -> products.matMul(node, fusion));
            case BatchNorm norm -> fuse(node, fusion -> elementwise.batchNorm(node, norm, fusion));
            case LayerNorm norm -> normalizations.layer(node, norm);
            case GroupNorm norm -> false;
            case MaxPool pool -> pools.max(node, pool);
            case AveragePool pool -> pools.average(node, pool);
            case GlobalMaxPool pool -> pools.globalMax(node);
            case GlobalAveragePool pool -> pools.globalAverage(node);
            case UnaryFunction function -> activate(node);
            case Clip clip -> activate(node);
            case Add add -> fuse(node, fusion -> elementwise.combine(node, dnnl_binary_add, true, fusion));
            case Sub sub -> fuse(node, fusion -> elementwise.combine(node, dnnl_binary_sub, false, fusion));
            case Mul mul -> fuse(node, fusion -> elementwise.combine(node, dnnl_binary_mul, true, fusion));
            case Div div -> fuse(node, fusion -> elementwise.combine(node, dnnl_binary_div, false, fusion));
            case Max max -> false;
            case Min min -> false;
            case Pow pow -> activate(node);
            case PRelu relu -> activate(node);
            case LocalResponseNorm norm -> normalizations.local(node, norm);
            case Softmax(int axis) -> elementwise.softmax(node, dnnl_softmax_accurate, axis);
            case LogSoftmax(int axis) -> elementwise.softmax(node, dnnl_softmax_log, axis);
            case Concat concat -> moves.concat(node, concat);
            case Transpose transpose -> moves.transpose(node, transpose);
            case Slice slice -> moves.slice(node);
            case Pad pad -> moves.pad(node, pad);
            case Flatten flatten -> moves.reshape(node);
            case Reshape reshape -> moves.reshape(node);
            case Squeeze squeeze -> moves.reshape(node);
            case Unsqueeze unsqueeze -> moves.reshape(node);
            case Identity identity -> moves.same(node);
            case Dropout dropout -> moves.same(node);
            case Quantize quantize -> quantize(node, quantize);
            case Dequantize dequantize -> codings.dequantize(node, dequantize);
            case ConvInteger conv -> exact.add(node) || convolutions.sums(node, conv);
            case MatMulInteger product -> exact.add(node) || products.sums(node);
            case QLinearConv conv when conv.isFixedPoint() -> fuse(node, fusion -> fixed.convolve(node, conv, fusion));
            case QLinearConv conv -> fuse(node,
                    fusion -> exact.add(node, fusion) || convolutions.integer(node, conv, fusion));
            case QLinearMatMul product when product.isFixedPoint() ->
                fuse(node, fusion -> fixed.multiply(node, product, fusion));
            case QLinearMatMul product -> fuse(node,
                    fusion -> exact.add(node, fusion) || products.qLinearMatMul(node, fusion)
                            || codeProducts.product(node, fusion));
            case QGemm gemm when gemm.isFixedPoint() -> fuse(node, fusion -> fixed.multiply(node, gemm, fusion));
            case QGemm gemm -> fuse(node,
                    fusion -> exact.add(node, fusion) || products.qGemm(node, gemm, fusion));
            case QLinearAdd add -> codings.add(node, add);
            case QLinearAveragePool pool -> codeMeans.windows(node, pool);
            case QLinearGlobalAveragePool pool -> codeMeans.global(node);
            case QLinearSoftmax softmax -> codings.softmax(node, softmax);
            case QLinearMul mul -> codings.byTable(node);
            case QLinearSub sub -> codings.byTable(node);
            case QLinearMean mean -> codeMeans.mean(node, mean);
            case Lookup lookup -> codings.lookup(node);
            case ReduceMean mean -> false;
            case ReduceMax max -> pools.reduceMax(node, max);
            case Reduce reduce -> false;
            case ArgExtreme extreme -> false;
            case Mod mod -> false;
            case Comparison comparison -> false;
            case Logical logical -> false;
            case Where where -> false;
            case Trilu trilu -> false;
            case Range range -> false;
            case CumSum sum -> false;
            case TopK top -> false;
            case GatherNd gather -> false;
            case GatherElements gather -> false;
            case ScatterNd scatter -> false;
            case ScatterElements scatter -> false;
            case Gather gather -> false;
            case ShapeOf shape -> false;
            case ConstantOfShape constant -> false;
            case Expand expand -> false;
            case Tile tile -> false;
            case Cast cast -> false;
            case Resize resize -> false;
            case DynamicQuantize quantize -> false;
        };
        if (!added) {
            evaluate(node);
        }
    }

    private boolean activate(Node node) {
        return Activation.of(node, plan).filter(activation -> elementwise.apply(node, activation)).isPresent();
    }

    /// What alone reads a node's output can be done before that is stored: the more, the better.
    private boolean fuse(Node node, Predicate<Fusion> add) {
        for (Fusion fusion : fusions(node)) {
            plan.at(Stream.concat(Stream.of(node), fusion.nodes().stream()).toList());
            if (add.test(fusion)) {
                fused.addAll(fusion.nodes());
                return true;
            }
        }
        return false;
    }

    /// All that may be fused with a node, the longest first.
    private List<Fusion> fusions(Node node) {
        List<Fusion> shortestFirst = new ArrayList<>(List.of(Fusion.none(node.output())));
        Optional<Node> next = onlyReader(node);
        Optional<Fusion> sum = next.flatMap(reader -> addition(node, reader)
                .map(addition -> Fusion.none(node.output()).then(reader, addition)));
        sum.ifPresent(shortestFirst::add);
        Fusion last = shortestFirst.getLast();
        next.flatMap(reader -> sum.isPresent() ? onlyReader(reader) : Optional.of(reader))
                .ifPresent(reader -> activation(node, reader)
                        .ifPresent(activation -> shortestFirst.add(last.then(reader, activation))));
        return shortestFirst.reversed();
    }

    private Optional<Activation> activation(Node node, Node reader) {
        boolean onReals = plan.type(node.output()).dtype() == DType.F32;
        return Activation.of(reader, plan).filter(found -> onReals || found.keepsCodes());
    }

    /// The tensor that a convolution's only reader adds to its result, where that is there already.
    private Optional<Addition> addition(Node node, Node reader) {
        return switch (reader.op()) {
            case Add add when node.op() instanceof Conv -> {
                String other = reader.input(reader.input(0).equals(node.output()) ? 1 : 0);
                yield canBeOverwritten(other, node)
                        ? Optional.of(Addition.ofReals(other, isLastRead(other, node, reader)))
                        : Optional.empty();
            }
            case QLinearAdd add when node.op() instanceof QLinearConv && reader.input(0).equals(node.output())
                    && canBeOverwritten(reader.input(3), node) ->
                Addition.of(reader, add, isLastRead(reader.input(3), node, reader), plan);
            default -> Optional.empty();
        };
    }

    private boolean canBeOverwritten(String other, Node node) {
        return !other.equals(node.output()) && plan.hasSlot(other) && !plan.isConstant(other)
                && plan.type(other).shape().equals(plan.type(node.output()).shape())
                && Layout.describes(plan.type(other))
                && (plan.type(node.output()).dtype() == DType.F32) == (plan.type(other).dtype() == DType.F32);
    }

    /// Whether a node that reads a tensor, done at the place of an earlier one, is the last that does.
    private boolean isLastRead(String name, Node place, Node reader) {
        if (!plan.hasSlot(name)) {
            return false;
        }
        Set<String> sharing = plan.sharing(name);
        return sharing.stream().noneMatch(same -> isKept(same)
                || consumers.getOrDefault(same, List.of()).stream().anyMatch(
                        node -> !node.equals(reader) && (node.equals(place) || !done.contains(node))));
    }

    private boolean isKept(String name) {
        return batches.outputs().contains(name) || plan.isConstant(name)
                || graph.inputs().stream().anyMatch(input -> input.name().equals(name));
    }

    private Optional<Node> onlyReader(Node node) {
        List<Node> readers = consumers.getOrDefault(node.output(), List.of());
        return node.outputs().size() == 1 && readers.size() == 1 && !batches.outputs().contains(node.output())
                && !watched.contains(node.output())
                        ? Optional.of(readers.getFirst())
                        : Optional.empty();
    }

    private boolean quantize(Node node, Quantize quantize) {
        Optional<Node> reader =
                onlyReader(node).filter(next -> !quantize.contract().isFixedPoint() && next.op() instanceof Dequantize
                        && sameValue(node.input(1), next.input(1)) && sameValue(node.input(2), next.input(2)));
        if (reader.isPresent() && codings.fakeQuantize(node, quantize, reader.get().output())) {
            fused.add(reader.get());
            return true;
        }
        return codings.quantize(node, quantize);
    }

    private boolean sameValue(String left, String right) {
        return plan.constant(left).equals(plan.constant(right));
    }

    private void evaluate(Node node) {
        List<Slot> touched = new ArrayList<>();
        List<Function<Workspace, Tensor>> inputs = new ArrayList<>();
        for (String name : node.inputs()) {
            Optional<Tensor> constant = plan.constant(name);
            if (name.isEmpty() || constant.isPresent()) {
                inputs.add(workspace -> constant.orElse(null));
            } else {
                Slot slot = plan.rowMajor(name);
                touched.add(slot);
                inputs.add(workspace -> workspace.tensor(slot));
            }
        }
        List<Slot> outputs = new ArrayList<>();
        for (String name : node.outputs()) {
            TensorType type = name.isEmpty() ? TensorType.of(DType.U8, 0) : plan.type(name);
            outputs.add(plan.make(name, Layout.rowMajor(plan.dnnl(), type)));
        }
        touched.addAll(outputs);
        plan.add(new Evaluation(node, inputs, outputs), touched);
    }
}
