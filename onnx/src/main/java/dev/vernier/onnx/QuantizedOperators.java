package dev.vernier.onnx;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Add;
import dev.vernier.graph.op.Concat;
import dev.vernier.graph.op.Dequantize;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.QGemm;
import dev.vernier.graph.op.QLinearAveragePool;
import dev.vernier.graph.op.QLinearGlobalAveragePool;
import dev.vernier.graph.op.QLinearMatMul;
import dev.vernier.graph.op.Quantize;
import dev.vernier.graph.op.Softmax;
import dev.vernier.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Operators between reals and codes, and those of ONNX Runtime on codes, on their way in. One on codes for which Vernier has
/// none is read as a dequantize node for each operand, the operator on reals, and the quantize node that is answered.
final class QuantizedOperators {
    private final NodeReader node;
    private final NodeAttributes attributes;

    QuantizedOperators(NodeReader node) {
        this.node = node;
        this.attributes = node.attributes();
    }

    Quantize quantize() {
        attributes.ignore("saturate", "precision");
        Optional<DType> asked = Optional.of(attributes.integer("output_dtype", 0))
                .filter(code -> code != 0)
                .map(ElementType::of);
        String zeroPoint = node.input(2);
        DType to = zeroPoint.isEmpty() ? asked.orElse(DType.U8)
                : node.graph().dtype(zeroPoint)
                        .orElseThrow(
                                () -> new IllegalArgumentException("type of zero point '" + zeroPoint + "' not known"));
        return new Quantize(to, attributes.integer("axis", 1), attributes.integer("block_size", 0));
    }

    Dequantize dequantize() {
        int to = attributes.integer("output_dtype", 0);
        if (to != 0 && ElementType.of(to) != DType.F32) {
            throw new IllegalArgumentException("output_dtype = " + ElementType.of(to) + ", needed " + DType.F32);
        }
        return new Dequantize(attributes.integer("axis", 1), attributes.integer("block_size", 0));
    }

    QGemm gemm() {
        attributes.require("transA", 0);
        if (attributes.number("alpha", 1) != 1) {
            throw new IllegalArgumentException("alpha is not 1");
        }
        return new QGemm(attributes.flag("transB", false));
    }

    /// Its inputs are `a, b, aScale, bScale, aZeroPoint?, bZeroPoint?, bias?`, the bias in float.
    Op matMulToReals() {
        node.requireInputs(4);
        String[] operands = {node.input(0), node.input(2), node.input(4), node.input(1), node.input(3), node.input(5)};
        String bias = node.input(6);
        if (bias.isEmpty()) {
            node.setInputs(operands);
            return new QLinearMatMul();
        }
        node.setInputs(node.then("product", new QLinearMatMul(), operands), bias);
        return new Add();
    }

    /// Writes a product of codes. ONNX has none whose result is real; ONNX Runtime has.
    static void write(Node product, NodeWriter out) {
        if (product.input(6).isEmpty()) {
            out.microsoft("MatMulIntegerToFloat").withInputs(product.input(0), product.input(3), product.input(1),
                    product.input(4), product.input(2), product.input(5));
        } else {
            out.type("QLinearMatMul");
        }
    }

    QLinearAveragePool averagePool(WindowReader windows) {
        attributes.require("channels_last", 0);
        return new QLinearAveragePool(windows.pooling(), attributes.flag("ceil_mode", false),
                attributes.flag("count_include_pad", false));
    }

    QLinearGlobalAveragePool globalAveragePool() {
        attributes.require("channels_last", 0);
        return new QLinearGlobalAveragePool();
    }

    /// Its inputs are `x, xScale, xZeroPoint` for each operand, then `yScale, yZeroPoint?`.
    Quantize onReals(int operands, Op op) {
        node.requireInputs(3 * operands + 1);
        return onReals(op, List.copyOf(node.inputs().subList(0, 3 * operands)), node.input(3 * operands),
                node.input(3 * operands + 1));
    }

    /// Its inputs are `yScale, yZeroPoint`, then `x, xScale, xZeroPoint` for each operand.
    Quantize concat() {
        node.requireInputs(5);
        List<String> operands = new ArrayList<>(node.inputs().subList(2, node.inputs().size()));
        while (operands.size() % 3 != 0) {
            operands.add("");
        }
        return onReals(new Concat(attributes.integer("axis")), operands, node.input(0), node.input(1));
    }

    /// ONNX Runtime's softmax of codes, which says itself whose opset's axes it means.
    Quantize softmax() {
        node.requireInputs(4);
        int axis = attributes.integer("axis", -1);
        int asOf = attributes.integer("opset", 13);
        if (asOf < 13 && axis != -1 && axis != node.shape(node.input(0)).rank() - 1) {
            throw new IllegalArgumentException(
                    "axis = " + axis + " with opset = " + asOf + ", needed the last axis, or opset 13 or newer");
        }
        return onReals(1, new Softmax(axis));
    }

    private Quantize onReals(Op op, List<String> operands, String scale, String zeroPoint) {
        String typed = zeroPoint.isEmpty() ? operands.getFirst() : zeroPoint;
        DType to = node.graph().dtype(typed)
                .orElseThrow(() -> new IllegalArgumentException("type of '" + typed + "' not known"));
        List<String> reals = new ArrayList<>();
        for (int i = 0; i < operands.size(); i += 3) {
            reals.add(node.then("operand" + i / 3, Dequantize.PER_TENSOR,
                    operands.get(i), operands.get(i + 1), operands.get(i + 2)));
        }
        node.setInputs(node.then("reals", op, reals.toArray(String[]::new)), scale, zeroPoint);
        return Quantize.perTensor(to);
    }
}
