package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;

import dev.vernier.graph.Inference;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.TensorType;
import dev.vernier.pairs.PackedWeights;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A plan under construction: the tensors that have a slot so far, and the steps that make them. A tensor keeps the
/// layout that its step gave it; a step that needs another one asks for it here, and a reorder is put before it.
final class PlanBuilder {
    private final Dnnl dnnl;
    private final Inference inference;
    private final Map<String, Tensor> constants;
    private final Constants values;
    private final Map<String, Slot> slots = new HashMap<>();
    private final Map<String, List<Slot>> reordered = new HashMap<>();
    private final Set<Slot> used = new LinkedHashSet<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<List<Node>> origins = new ArrayList<>();
    private List<Node> nodes = List.of();

    /// @param values where the constants' memory is kept
    PlanBuilder(Dnnl dnnl, Inference inference, Map<String, Tensor> constants, Constants values) {
        this.dnnl = dnnl;
        this.values = values;
        this.inference = inference;
        this.constants = new HashMap<>(constants);
    }

    /// Says which nodes the steps to come belong to.
    void at(List<Node> next) {
        nodes = List.copyOf(next);
    }

    /// What messages call the node whose steps are being added.
    String node() {
        return nodes.stream().map(Node::label).collect(Collectors.joining(" + "));
    }

    Dnnl dnnl() {
        return dnnl;
    }

    TensorType type(String name) {
        return inference.type(name);
    }

    /// What lives as long as the plans.
    Arena arena() {
        return dnnl.arena();
    }

    /// The value of a tensor that no sample decides.
    Optional<Tensor> constant(String name) {
        return name.isEmpty() ? Optional.empty()
                : Optional.ofNullable(constants.get(name)).or(() -> inference.value(name));
    }

    boolean isConstant(String name) {
        return constant(name).isPresent();
    }

    /// The zero point that a constant holds; 0 where there is none.
    int zeroPoint(String name) {
        return constant(name).map(value -> (int) value.longAt(0)).orElse(0);
    }

    void define(String name, Tensor constant) {
        constants.put(name, constant);
    }

    /// A tensor in whatever layout it has.
    Slot slot(String name) {
        return slots.computeIfAbsent(name, absent -> constant(constant(name).orElseThrow(
                () -> new IllegalStateException("tensor '" + name + "' has no slot yet"))));
    }

    /// A tensor in a layout that has strides.
    Slot strided(String name) {
        return slot(name).layout().strides().isPresent() ? slot(name) : rowMajor(name);
    }

    Slot rowMajor(String name) {
        Slot slot = slot(name);
        return slot.layout().isRowMajor() ? slot : in(name, Layout.rowMajor(dnnl, slot.layout().type()));
    }

    /// A tensor in the layout asked for.
    Slot in(String name, Layout wanted) {
        Slot slot = slot(name);
        if (slot.layout().sameAs(wanted)) {
            return slot;
        }
        List<Slot> copies = reordered.computeIfAbsent(name, absent -> new ArrayList<>());
        for (Slot copy : copies) {
            if (copy.layout().sameAs(wanted)) {
                return copy;
            }
        }
        Slot copy = temporary(wanted);
        copy(slot, copy);
        copies.add(copy);
        return copy;
    }

    /// Gives a tensor that a step to come makes its slot.
    Slot make(String name, Layout layout) {
        Slot slot = temporary(layout);
        slots.put(name, slot);
        return slot;
    }

    /// Gives a tensor a slot that holds another tensor of the same shape until the step that makes it: in its place
    /// where nothing reads that one any more, else in that of a copy.
    ///
    /// @param layout of the tensor to be made; its elements have the other's size
    Slot makeOver(String name, String other, boolean isLastRead, Layout layout) {
        Slot slot = slot(other);
        Layout wanted = layout.with(dnnl, slot.layout().type().dtype());
        if (!isLastRead || !slot.layout().sameAs(wanted)) {
            Slot copy = temporary(wanted);
            copy(slot, copy);
            slot = copy;
        }
        Slot made = slot.view(layout, 0);
        slots.put(name, made);
        return made;
    }

    /// The names of the tensors that lie where this one lies, or a copy of which does that later steps may read.
    Set<String> sharing(String name) {
        Storage storage = slot(name).storage();
        Set<String> names = new HashSet<>();
        slots.forEach((other, slot) -> {
            if (slot.storage() == storage) {
                names.add(other);
            }
        });
        reordered.forEach((other, copies) -> {
            if (copies.stream().anyMatch(copy -> copy.storage() == storage)) {
                names.add(other);
            }
        });
        return names;
    }

    boolean hasSlot(String name) {
        return slots.containsKey(name);
    }

    /// Gives a tensor a slot that exists already.
    void alias(String name, Slot slot) {
        slots.put(name, slot);
    }

    Slot temporary(Layout layout) {
        return new Slot(layout, Storage.of(layout.bytes()), 0);
    }

    /// Weights that all plans of the graph share.
    ///
    /// @param key equal where they are the same
    PackedWeights packed(Object key, Supplier<PackedWeights> pack) {
        return values.packed(key, pack);
    }

    /// A constant's slot, row-major.
    Slot constant(Tensor value) {
        return values.rowMajor(value);
    }

    /// A constant's slot in the layout asked for; it is reordered once, now.
    Slot constant(Tensor value, Layout wanted) {
        return values.in(value, wanted, place -> reorder(value, new Slot(wanted, Storage.fixed(place), 0)));
    }

    private void reorder(Tensor value, Slot target) {
        try (Dnnl once = new Dnnl()) {
            PlanBuilder builder = new PlanBuilder(once, inference, Map.of(), new Constants(once));
            builder.copy(builder.constant(value), target);
            Plan plan = builder.build(Map.of(), Map.of(), List.of());
            try (Workspace workspace = Workspace.of(plan, once)) {
                workspace.run();
            }
        }
    }

    /// Adds a reorder: the same elements in another layout or type.
    void copy(Slot source, Slot target) {
        if (!copy(source, target, new PrimitiveAttributes(this))) {
            throw new IllegalStateException("oneDNN has no reorder of " + source.layout().type());
        }
    }

    /// Adds a reorder with what the attributes do; false where oneDNN has none.
    boolean copy(Slot source, Slot target, PrimitiveAttributes attributes) {
        Optional<Primitive> reorder = Primitive.create(this, attributes,
                (descriptor, attr) -> dnnl_reorder_primitive_desc_create(descriptor, source.layout().descriptor(),
                        dnnl.engine(),
                        target.layout().descriptor(), dnnl.engine(), attr));
        reorder.ifPresent(primitive -> call(primitive, Map.of(DNNL_ARG_SRC, source, DNNL_ARG_DST, target)));
        return reorder.isPresent();
    }

    /// Adds the execution of a primitive.
    void call(Primitive primitive, Map<Integer, Slot> given) {
        Map<Integer, Slot> arguments = primitive.arguments(new LinkedHashMap<>(given));
        add(primitive.step(arguments), arguments.values());
    }

    /// Adds a step that reads or writes these slots.
    void add(Step step, Collection<Slot> touched) {
        touched.forEach(slot -> touch(slot, steps.size()));
        steps.add(step);
        origins.add(nodes);
    }

    /// Keeps a slot until all steps so far are done.
    ///
    /// @return how many they are
    int look(Slot slot) {
        touch(slot, steps.size() - 1);
        return steps.size();
    }

    private void touch(Slot slot, int step) {
        slot.storage().usedAt(step);
        used.add(slot);
    }

    /// Gives all storage its place in a session's memory.
    ///
    /// @param inputs the slots that a run fills
    /// @param outputs the slots that a run reads
    Plan build(Map<String, Slot> inputs, Map<String, Slot> outputs, List<Sight> sights) {
        inputs.values().forEach(slot -> touch(slot, -1));
        outputs.values().forEach(slot -> touch(slot, steps.size()));
        MemoryPlan memory = MemoryPlan.of(used.stream().map(Slot::storage).distinct()
                .filter(storage -> !storage.isFixed()).toList());
        memory.offsets().forEach(Storage::place);
        return new Plan(steps, origins, memory.bytes(), inputs, outputs, sights);
    }
}
