package dev.vernier.onednn;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A graph compiled as [OneDnnEngine] compiles it, whose steps are timed one by one. It belongs to one thread at a time.
public final class TimedSteps implements AutoCloseable {
    private final Compiled compiled;
    private final Workspace workspace;
    private final List<Step> steps;

    /// One step of a run.
    ///
    /// @param nodes that it computes, or computes a part of; several where they are fused
    /// @param implementation what oneDNN calls the code that runs: `brg_conv_fwd:avx512_core_vnni`, ...; `java` where it
    ///     is none of oneDNN's
    /// @param isReorder whether it moves elements and computes nothing
    public record Step(List<Node> nodes, String implementation, boolean isReorder) {
        public Step {
            nodes = List.copyOf(nodes);
        }
    }

    private TimedSteps(Compiled compiled) {
        this.compiled = compiled;
        this.workspace = compiled.workspace(compiled.batches().size());
        Plan plan = workspace.plan();
        List<Step> found = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            List<Node> nodes = plan.origins().get(i);
            found.add(switch (plan.steps().get(i)) {
                case Primitive.Execution execution ->
                    new Step(nodes, execution.implementation(), execution.isReorder());
                case ExactLayer _ -> new Step(nodes, ExactLayer.IMPLEMENTATION, false);
                case NearestStep _ -> new Step(nodes, NearestStep.IMPLEMENTATION, false);
                default -> new Step(nodes, "java", false);
            });
        }
        this.steps = List.copyOf(found);
    }

    /// @throws InputException where there is no oneDNN library for this platform
    public static TimedSteps of(Graph graph, SessionOptions options) {
        OneDnnEngine.requireLibrary();
        Compiled compiled = Compiled.of(graph, options, PairSaturation.onThisCpu());
        try {
            return new TimedSteps(compiled);
        } catch (RuntimeException | Error failed) {
            compiled.close();
            throw failed;
        }
    }

    /// In the order in which they run.
    public List<Step> steps() {
        return steps;
    }

    /// Runs the graph once.
    ///
    /// @param inputs every graph input by name, of as many samples as it was compiled for
    /// @return nanoseconds of each step, in the order of [#steps()]
    public long[] time(Map<String, Tensor> inputs) {
        OpenMp.useThreads(compiled.threads());
        int place = 0;
        for (String name : workspace.plan().inputs().keySet()) {
            workspace.inputs().get(place++).copyFrom(inputs.get(name).segment());
        }
        return StepTimes.run(workspace.steps());
    }

    @Override
    public void close() {
        workspace.close();
        compiled.close();
    }
}
