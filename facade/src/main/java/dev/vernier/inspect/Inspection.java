package dev.vernier.inspect;

import dev.vernier.Vernier;
import dev.vernier.audit.MultiplyAdds;
import dev.vernier.audit.error.Saturation;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.op.Kernels;
import dev.vernier.graph.op.TensorType;
import dev.vernier.model.FileForm;
import dev.vernier.model.InputShapes;
import dev.vernier.model.Model;
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Patch;
import dev.vernier.pass.Rewriter;
import dev.vernier.pass.Rewriting;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a file holds, as people and scripts look at it.
///
/// @param written the file as it is
/// @param graph what is shown: folded and, of a quantized file, float; or as it is
/// @param patches what folding did
/// @param quantization of a quantized file
/// @param types of every tensor of the graph
/// @param multiplyAdds for one sample
/// @param saturation what the weights of a quantized file allow on CPUs without VNNI
/// @param split the layers that oneDNN's engine splits on this machine, to be exact: those that could saturate in its
///     kernels, where it has no VNNI
public record Inspection(
        Path file,
        FileForm written,
        Graph graph,
        List<Patch> patches,
        Quantization quantization,
        Map<String, TensorType> types,
        long multiplyAdds,
        Optional<Saturation> saturation,
        List<Saturation.Layer> split) {
    public Inspection {
        split = List.copyOf(split);
        patches = List.copyOf(patches);
        types = Map.copyOf(types);
    }

    /// @param isRaw whether the graph is shown as the file holds it
    /// @throws dev.vernier.tensor.InputException where the file is missing, no model or malformed
    public static Inspection of(Path file, InputShapes shapes, boolean isRaw) {
        FileForm written = Vernier.form(file, shapes);
        Optional<QuantizedModel> lifted = isRaw ? Optional.empty() : Model.lift(file, written.written());
        return Model.within(file, () -> {
            QuantizedModel model = lifted.orElse(new QuantizedModel(written.written().graph(), Quantization.NONE));
            Rewriting folding = isRaw
                    ? new Rewriting(written.written().graph(), List.of())
                    : Rewriter.run(model.graph(), lifted.isPresent() ? Folding.cleaning() : Folding.standard());
            Graph graph = folding.graph();
            Optional<Graph> integer = lifted.map(QuantizedModel::integer);
            return new Inspection(file, written, graph, folding.patches(), model.quantization(), Inference.types(graph),
                    MultiplyAdds.of(graph),
                    integer.map(Saturation::possible), integer.map(Inspection::split).orElse(List.of()));
        });
    }

    /// Asks for the CPU only where it matters, since that loads the library.
    private static List<Saturation.Layer> split(Graph integer) {
        List<Saturation.Layer> possible = Saturation.possible(integer, List.of(Kernels.ONEDNN)).possible();
        return possible.isEmpty() || !OneDnnEngine.avoidsSaturation() ? List.of() : possible;
    }
}
