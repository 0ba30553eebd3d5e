package dev.vernier.tflite;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Add;
import dev.vernier.graph.op.ArgExtreme;
import dev.vernier.graph.op.AveragePool;
import dev.vernier.graph.op.BatchNorm;
import dev.vernier.graph.op.Cast;
import dev.vernier.graph.op.Clip;
import dev.vernier.graph.op.Comparison;
import dev.vernier.graph.op.Concat;
import dev.vernier.graph.op.ConstantOfShape;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.ConvInteger;
import dev.vernier.graph.op.ConvTranspose;
import dev.vernier.graph.op.CumSum;
import dev.vernier.graph.op.Dequantize;
import dev.vernier.graph.op.Div;
import dev.vernier.graph.op.Dropout;
import dev.vernier.graph.op.DynamicQuantize;
import dev.vernier.graph.op.Expand;
import dev.vernier.graph.op.Flatten;
import dev.vernier.graph.op.Gather;
import dev.vernier.graph.op.GatherElements;
import dev.vernier.graph.op.GatherNd;
import dev.vernier.graph.op.Gemm;
import dev.vernier.graph.op.GlobalAveragePool;
import dev.vernier.graph.op.GlobalMaxPool;
import dev.vernier.graph.op.GroupNorm;
import dev.vernier.graph.op.Identity;
import dev.vernier.graph.op.LayerNorm;
import dev.vernier.graph.op.LocalResponseNorm;
import dev.vernier.graph.op.LogSoftmax;
import dev.vernier.graph.op.Logical;
import dev.vernier.graph.op.Lookup;
import dev.vernier.graph.op.MatMul;
import dev.vernier.graph.op.MatMulInteger;
import dev.vernier.graph.op.Max;
import dev.vernier.graph.op.MaxPool;
import dev.vernier.graph.op.Min;
import dev.vernier.graph.op.Mod;
import dev.vernier.graph.op.Mul;
import dev.vernier.graph.op.PRelu;
import dev.vernier.graph.op.Pad;
import dev.vernier.graph.op.Pow;
import dev.vernier.graph.op.QGemm;
import dev.vernier.graph.op.QLinearAdd;
import dev.vernier.graph.op.QLinearAveragePool;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.graph.op.QLinearGlobalAveragePool;
import dev.vernier.graph.op.QLinearMatMul;
import dev.vernier.graph.op.QLinearMean;
import dev.vernier.graph.op.QLinearMul;
import dev.vernier.graph.op.QLinearSoftmax;
import dev.vernier.graph.op.QLinearSub;
import dev.vernier.graph.op.Quantize;
import dev.vernier.graph.op.Range;
import dev.vernier.graph.op.Reduce;
import dev.vernier.graph.op.ReduceMax;
import dev.vernier.graph.op.ReduceMean;
import dev.vernier.graph.op.Reshape;
import dev.vernier.graph.op.Resize;
import dev.vernier.graph.op.ScatterElements;
import dev.vernier.graph.op.ScatterNd;
import dev.vernier.graph.op.ShapeOf;
import dev.vernier.graph.op.Slice;
import dev.vernier.graph.op.Softmax;
import dev.vernier.graph.op.Squeeze;
import dev.vernier.graph.op.Sub;
import dev.vernier.graph.op.Tile;
import dev.vernier.graph.op.TopK;
import dev.vernier.graph.op.Transpose;
import dev.vernier.graph.op.Trilu;
import dev.vernier.graph.op.UnaryFunction;
import dev.vernier.graph.op.Unsqueeze;
import dev.vernier.graph.op.Where;
import dev.vernier.quant.Clamp;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BuiltinOperator;

/// The nodes of a graph on their way out, one by one. An operator runs on codes where all that it reads and makes has codes
/// and TensorFlow Lite has a kernel for these; else in float32, between DEQUANTIZE and QUANTIZE.
final class NodeWriter {
    private final Sheet sheet;
    private final Graph graph;
    private final Map<String, List<Node>> readers;
    private final Set<Node> done = new HashSet<>();
    private final LayerWriter layers;
    private final WindowWriter windows;
    private final ArithmeticWriter arithmetic;
    private final MovementWriter movements;

    NodeWriter(Sheet sheet) {
        this.sheet = sheet;
        this.graph = sheet.graph();
        this.readers = graph.consumers();
        this.layers = new LayerWriter(sheet);
        this.windows = new WindowWriter(sheet);
        this.arithmetic = new ArithmeticWriter(sheet);
        this.movements = new MovementWriter(sheet, layers);
    }

    /// @throws IllegalArgumentException where TensorFlow Lite has no such operator; what reads it can be written all the same
    void write(Node node) {
        if (done.contains(node) || isKnown(node)) {
            return;
        }
        try {
            writeNow(node);
        } catch (IllegalArgumentException unfit) {
            done.removeAll(readers.getOrDefault(node.output(), List.of()));
            node.outputs().stream().filter(output -> !output.isEmpty())
                    .forEach(output -> sheet.target(output, sheet.areCoded(output)));
            throw unfit;
        }
    }

    private void writeNow(Node node) {
        switch (node.op()) {
            case Conv conv -> layers.convolution(node, conv, fused(node));
            case ConvTranspose conv -> layers.transposed(node, conv, Target.of(node));
            case Gemm gemm -> movements.gemm(node, gemm, fused(node));
            case MatMul _ -> movements.matMul(node, movements.isLayer(node) ? fused(node) : codesOf(node));
            case MaxPool pool -> windows.maxPool(node, pool, fused(node));
            case AveragePool pool -> windows.averagePool(node, pool, fused(node));
            case GlobalAveragePool _ -> windows.globalMean(node);
            case GlobalMaxPool _ -> windows.globalMax(node);
            case Add _ -> arithmetic.add(node, fused(node));
            case Sub _ -> arithmetic.subtract(node, fused(node));
            case Mul _ -> arithmetic.multiply(node, fused(node));
            case Div _ -> arithmetic.divide(node, fused(node));
            case Max _ -> arithmetic.choosing(node, BuiltinOperator.MAXIMUM);
            case Min _ -> arithmetic.choosing(node, BuiltinOperator.MINIMUM);
            case Pow _ -> arithmetic.real(node, BuiltinOperator.POW);
            case PRelu _ -> arithmetic.real(node, BuiltinOperator.PRELU);
            case UnaryFunction function -> arithmetic.unary(node, function);
            case Clip _ -> arithmetic.clip(node);
            case BatchNorm norm -> arithmetic.batchNorm(node, norm);
            case Softmax softmax -> arithmetic.softmax(node, softmax);
            case LogSoftmax softmax -> arithmetic.logSoftmax(node, softmax);
            case ReduceMean mean -> movements.mean(node, mean);
            case ReduceMax max -> movements.max(node, max);
            case Reduce reduce -> movements.reduce(node, reduce);
            case Reshape _,Flatten _,Squeeze _,Unsqueeze _ -> movements.reshape(node);
            case Transpose transpose -> movements.transpose(node, transpose);
            case Concat concat -> movements.concat(node, concat);
            case Slice _ -> movements.slice(node);
            case Pad pad -> movements.pad(node, pad);
            case Resize resize -> movements.resize(node, resize);
            case Identity _,Dropout _ -> same(node);
            case LayerNorm _,GroupNorm _,LocalResponseNorm _,Mod _,Comparison _,Logical _,Where _,ArgExtreme _,Trilu _,Range _,CumSum _,TopK _,GatherNd _,GatherElements _,ScatterNd _,ScatterElements _,Gather _,ShapeOf _,ConstantOfShape _,Expand _,Tile _,Cast _ ->
                throw new IllegalArgumentException("an operator that is not written");
            case Quantize _,Dequantize _,DynamicQuantize _,ConvInteger _,MatMulInteger _,QLinearConv _,QLinearMatMul _,QGemm _,QLinearAdd _,QLinearAveragePool _,QLinearGlobalAveragePool _,QLinearSoftmax _,QLinearMul _,QLinearSub _,QLinearMean _,Lookup _ ->
                throw new IllegalArgumentException("an operator on codes by itself, needed those of a quantized model");
        }
    }

    /// Whether all that a node makes is known before the model runs: what reads it takes the values.
    private boolean isKnown(Node node) {
        return node.outputs().stream().filter(output -> !output.isEmpty()).allMatch(sheet::isKnown);
    }

    /// What a node makes together with the ReLU or Clip that alone reads it. Where a file has no word for that one, the node
    /// makes its codes, which it then clips.
    private Target fused(Node node) {
        return fused(node, true);
    }

    /// The same for an operator that takes no functions.
    private Target codesOf(Node node) {
        return fused(node, false);
    }

    private Target fused(Node node, boolean takesFunctions) {
        List<Node> behind = readers.getOrDefault(node.output(), List.of());
        if (sheet.areCoded(node.output()) || graph.outputs().contains(node.output()) || behind.size() != 1) {
            return Target.of(node);
        }
        Node reader = behind.getFirst();
        Optional<Clamp> clamp = Clamp.of(reader, graph);
        Optional<Target> target = clamp.flatMap(known -> Target.behind(reader, known, sheet.params(reader.output())))
                .filter(made -> takesFunctions || made.function() == ActivationFunctionType.NONE);
        if (target.isPresent()) {
            done.add(reader);
        } else if (clamp.isPresent() && sheet.areCoded(reader.output()) && runsOnCodes(node)) {
            sheet.lend(node.output(), reader.output());
        }
        return target.orElse(Target.of(node));
    }

    private boolean runsOnCodes(Node node) {
        return node.inputs().stream().limit(2).filter(input -> !input.isEmpty())
                .allMatch(input -> sheet.constantParams(input).isPresent());
    }

    /// Nothing is written for what changes nothing; codes become others where their parameters differ.
    private void same(Node node) {
        String x = node.input(0);
        if (!sheet.areCoded(node.output()) && !sheet.areCoded(x) || sheet.shareCodes(x, node.output())) {
            sheet.same(node.output(), x, sheet.areCoded(x));
        } else if (sheet.areCoded(x, node.output())) {
            int from = sheet.use(x, true);
            sheet.file().operator(BuiltinOperator.QUANTIZE, 2, (byte) 0, 0,
                    new int[] {from}, sheet.target(node.output(), true));
        } else if (sheet.areCoded(node.output())) {
            sheet.quantized(node.output(), sheet.use(x, false));
        } else {
            sheet.same(node.output(), x, false);
        }
    }
}
