package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.AveragePool;
import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.MaxPool;
import dev.vernier.graph.op.Operand;
import dev.vernier.graph.op.ReduceMax;
import dev.vernier.graph.op.TensorType;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Pooling, and the largest over axes. Each method says whether oneDNN does it; where not, nothing was added to the plan.
final class Pools {
    private final PlanBuilder plan;

    Pools(PlanBuilder plan) {
        this.plan = plan;
    }

    /// Codes as well as reals.
    boolean max(Node node, MaxPool pool) {
        return node.outputs().size() == 1 && pool(node, pool.window(), dnnl_pooling_max);
    }

    boolean average(Node node, AveragePool pool) {
        TensorType x = plan.type(node.input(0));
        TensorType y = plan.type(node.output());
        boolean beyondPadding = x.shape().rank() > 2 && !Arrays.equals(WindowArguments.after(pool.window(), x.shape()),
                WindowArguments.afterFor(pool.window(), x.shape(), y.shape()));
        // ONNX never counts what ceil adds behind the padding; oneDNN would.
        return x.dtype() == DType.F32 && !(pool.countPadding() && beyondPadding)
                && pool(node, pool.window(),
                        pool.countPadding() ? dnnl_pooling_avg_include_padding : dnnl_pooling_avg_exclude_padding);
    }

    boolean globalMax(Node node) {
        return global(node, dnnl_pooling_max);
    }

    boolean globalAverage(Node node) {
        return plan.type(node.input(0)).dtype() == DType.F32 && global(node, dnnl_pooling_avg_exclude_padding);
    }

    /// Of codes of 8 bits, where there is something to reduce. In oneDNN reduced axes keep size 1.
    boolean reduceMax(Node node, ReduceMax max) {
        TensorType x = plan.type(node.input(0));
        TensorType y = plan.type(node.output());
        TensorType kept = new ReduceMax(true, max.noneMeansNone()).infer(Inputs.of(
                Operand.of(x), plan.constant(node.input(1)).map(Operand::of).orElse(null))).getFirst();
        // oneDNN 3.11 loses NaN.
        if (x.dtype() == DType.F32 || x.dtype() == DType.I32 || kept.equals(x) || !Layout.describes(x)
                || !Layout.describes(y)) {
            return false;
        }
        Slot source = plan.rowMajor(node.input(0));
        Layout target = Layout.rowMajor(plan.dnnl(), kept);
        Optional<Primitive> created = Primitive.create(plan, new PrimitiveAttributes(plan),
                (descriptor, attr) -> dnnl_reduction_primitive_desc_create(descriptor, plan.dnnl().engine(),
                        dnnl_reduction_max, source.layout().descriptor(), target.descriptor(), 0, 0, attr));
        created.ifPresent(primitive -> plan.call(primitive, Map.of(
                DNNL_ARG_SRC, source,
                DNNL_ARG_DST, plan.make(node.output(), Layout.rowMajor(plan.dnnl(), y)).view(target, 0))));
        return created.isPresent();
    }

    private boolean global(Node node, int algorithm) {
        int[] sizes = plan.type(node.input(0)).shape().sizes();
        if (sizes.length < 3 || Arrays.stream(sizes).anyMatch(size -> size == 0)) {
            return false;
        }
        List<Integer> spatial = Arrays.stream(sizes).skip(2).boxed().toList();
        return pool(node, Window.of(spatial), algorithm);
    }

    private boolean pool(Node node, Window window, int algorithm) {
        TensorType x = plan.type(node.input(0));
        TensorType y = plan.type(node.output());
        if (!Layout.describes(x) || !Layout.describes(y) || x.shape().rank() > 5) {
            return false;
        }
        Dnnl dnnl = plan.dnnl();
        Slot source = plan.slot(node.input(0));
        Layout anyY = Layout.any(dnnl, y);
        Optional<Primitive> created = Primitive.create(plan, new PrimitiveAttributes(plan),
                (descriptor, attr) -> dnnl_pooling_forward_primitive_desc_create(descriptor, dnnl.engine(),
                        dnnl_forward_inference, algorithm,
                        source.layout().descriptor(), anyY.descriptor(), WindowArguments.strides(window),
                        WindowArguments.kernel(window), WindowArguments.dilations(window),
                        WindowArguments.before(window, x.shape()),
                        WindowArguments.afterFor(window, x.shape(), y.shape()), attr));
        created.ifPresent(primitive -> plan.call(primitive, Map.of(
                DNNL_ARG_SRC, source,
                DNNL_ARG_DST, plan.make(node.output(), primitive.layout(DNNL_ARG_DST, y)))));
        return created.isPresent();
    }
}
