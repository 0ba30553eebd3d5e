package dev.vernier.report;

import dev.vernier.audit.error.Saturation;
import dev.vernier.graph.Node;
import dev.vernier.inspect.Inspection;
import dev.vernier.model.Model;
import dev.vernier.pass.Patch;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// What `inspect` answers as JSON.
///
/// @param opset of an ONNX file; null of others, as is the next one
/// @param patches what folding did
/// @param tensors the parameters of a quantized model
/// @param saturation the layers of a quantized model on CPUs without VNNI, from its weights alone
/// @param split the names of those that oneDNN's engine splits on this machine, to be exact
public record InspectionAnswer(
        String model,
        Integer opset,
        Integer irVersion,
        String producer,
        Map<String, String> metadata,
        List<Typed> inputs,
        List<Typed> outputs,
        long parameters,
        long multiplyAdds,
        List<NodeAnswer> nodes,
        List<PatchAnswer> patches,
        List<TensorAnswer> tensors,
        List<SaturationAnswer> saturation,
        List<String> split) {
    /// A tensor with its type.
    public record Typed(String name, String type) {}

    /// @param type of the first output
    public record NodeAnswer(String name, String op, String attributes, List<String> inputs, List<String> outputs,
            String type) {}

    /// One small change, and why it was made.
    public record PatchAnswer(String rule, String reason) {}

    public static InspectionAnswer of(Inspection inspection) {
        return new InspectionAnswer(
                inspection.file().toString(),
                boxed(inspection.written().origin().opset()),
                boxed(inspection.written().origin().irVersion()),
                inspection.written().origin().producer(),
                inspection.written().written().notes(),
                inspection.graph().inputs().stream().map(input -> new Typed(input.name(), input.type().toString()))
                        .toList(),
                inspection.graph().outputs().stream().map(name -> new Typed(name, type(inspection, name))).toList(),
                Model.parameters(inspection.graph()),
                inspection.multiplyAdds(),
                inspection.graph().nodes().stream().map(node -> node(inspection, node)).toList(),
                inspection.patches().stream().map(InspectionAnswer::patch).toList(),
                TensorAnswer.of(inspection.quantization(), inspection.graph(), Map.of()),
                inspection.saturation().map(SaturationAnswer::of).orElse(List.of()),
                inspection.split().stream().map(Saturation.Layer::name).toList());
    }

    private static Integer boxed(OptionalInt number) {
        return number.isPresent() ? Integer.valueOf(number.getAsInt()) : null;
    }

    private static String type(Inspection inspection, String tensor) {
        return inspection.types().get(tensor).toString();
    }

    private static NodeAnswer node(Inspection inspection, Node node) {
        return new NodeAnswer(node.name(), node.op().word(), node.op().attributes().toString(), node.inputs(),
                node.outputs(),
                type(inspection, node.output()));
    }

    private static PatchAnswer patch(Patch patch) {
        return new PatchAnswer(patch.rule(), patch.reason());
    }
}
