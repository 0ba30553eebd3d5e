package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/// A oneDNN operation compiled for fixed shapes and layouts.
final class Primitive {
    /// Creates a primitive's descriptor, one of oneDNN's `..._primitive_desc_create`.
    @FunctionalInterface
    interface Creation {
        int create(dnnl_primitive_desc descriptor, dnnl_primitive_attr attributes);
    }

    private final PlanBuilder plan;
    private final PrimitiveAttributes attributes;
    private final dnnl_primitive_desc descriptor;
    private final dnnl_primitive primitive = new dnnl_primitive();

    private Primitive(PlanBuilder plan, PrimitiveAttributes attributes, dnnl_primitive_desc descriptor) {
        this.plan = plan;
        this.attributes = attributes;
        this.descriptor = descriptor;
        Dnnl.check("primitive", dnnl_primitive_create(primitive, descriptor));
        plan.dnnl().own(() -> dnnl_primitive_destroy(primitive));
    }

    /// Empty where oneDNN has no such primitive.
    static Optional<Primitive> create(PlanBuilder plan, PrimitiveAttributes attributes, Creation creation) {
        return create(plan, attributes, creation, implementation -> true);
    }

    /// The first of oneDNN's implementations, best first, that may be used; empty where there is none.
    ///
    /// @param isUsable is asked of what oneDNN calls an implementation
    static Optional<Primitive> create(PlanBuilder plan, PrimitiveAttributes attributes, Creation creation,
            Predicate<String> isUsable) {
        dnnl_primitive_desc descriptor = new dnnl_primitive_desc();
        int status = creation.create(descriptor, attributes.descriptor());
        if (status == dnnl_unimplemented || status == dnnl_invalid_arguments) {
            return Optional.empty();
        }
        Dnnl.check("primitive descriptor", status);
        plan.dnnl().own(() -> dnnl_primitive_desc_destroy(descriptor));
        while (!isUsable.test(implementation(descriptor))) {
            int next = dnnl_primitive_desc_next_impl(descriptor);
            if (next == dnnl_last_impl_reached) {
                return Optional.empty();
            }
            Dnnl.check("primitive descriptor", next);
        }
        return Optional.of(new Primitive(plan, attributes, descriptor));
    }

    /// The layout that an argument has or, where [Layout#any] was asked, that oneDNN chose.
    Layout layout(int argument, TensorType type) {
        return Layout.copyOf(plan.dnnl(), type,
                dnnl_primitive_desc_query_md(descriptor, dnnl_query_exec_arg_md, argument));
    }

    /// What oneDNN calls the code that runs: `brg_conv_fwd:avx512_core_vnni`, ...
    String implementation() {
        return implementation(descriptor);
    }

    @SuppressWarnings("restricted")
    private static String implementation(dnnl_primitive_desc descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(ValueLayout.JAVA_LONG);
            Dnnl.check("primitive descriptor",
                    dnnl_primitive_desc_query(descriptor, dnnl_query_impl_info_str, 0, Dnnl.pointer(answer)));
            return MemorySegment.ofAddress(answer.get(ValueLayout.JAVA_LONG, 0)).reinterpret(256).getString(0);
        }
    }

    /// All arguments of an execution: those given, the attributes' own, and scratch memory.
    Map<Integer, Slot> arguments(Map<Integer, Slot> given) {
        Map<Integer, Slot> all = new LinkedHashMap<>(given);
        all.putAll(attributes.arguments());
        dnnl_memory_desc scratch =
                dnnl_primitive_desc_query_md(descriptor, dnnl_query_exec_arg_md, DNNL_ARG_SCRATCHPAD);
        long bytes = scratch == null || scratch.isNull() ? 0 : dnnl_memory_desc_get_size(scratch);
        if (bytes > 0) {
            TensorType type = new TensorType(DType.U8, Shape.of(new long[] {bytes}));
            all.put(DNNL_ARG_SCRATCHPAD, plan.temporary(Layout.copyOf(plan.dnnl(), type, scratch)));
        }
        return all;
    }

    private boolean isReorder() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(ValueLayout.JAVA_INT);
            Dnnl.check("primitive descriptor",
                    dnnl_primitive_desc_query(descriptor, dnnl_query_primitive_kind, 0, Dnnl.pointer(answer)));
            return answer.get(ValueLayout.JAVA_INT, 0) == dnnl_reorder;
        }
    }

    /// An execution with these arguments.
    Step step(Map<Integer, Slot> arguments) {
        return new Execution(primitive, Map.copyOf(arguments), plan.node(), isReorder(), implementation());
    }

    /// @param node what messages call the node that it belongs to
    /// @param isReorder whether it moves elements and computes nothing
    /// @param implementation what oneDNN calls the code that runs
    record Execution(dnnl_primitive primitive, Map<Integer, Slot> arguments, String node, boolean isReorder,
            String implementation) implements Step {
        @Override
        public Runnable on(Workspace workspace) {
            dnnl_exec_arg_t list = new dnnl_exec_arg_t(Dnnl.pointer(
                    workspace.dnnl().allocate((long) arguments.size() * new dnnl_exec_arg_t().sizeof())));
            int count = 0;
            for (Map.Entry<Integer, Slot> argument : arguments.entrySet()) {
                list.getPointer(count++).arg(argument.getKey()).memory(workspace.handle(argument.getValue()));
            }
            return new Call(this, workspace.dnnl(), count, list);
        }
    }

    private record Call(Execution execution, Dnnl dnnl, int count, dnnl_exec_arg_t arguments) implements Runnable {
        @Override
        public void run() {
            int status = dnnl_primitive_execute(execution.primitive(), dnnl.stream(), count, arguments);
            if (status != dnnl_success) {
                Dnnl.check("node '" + execution.node() + "': " + execution.implementation(), status);
            }
        }
    }
}
