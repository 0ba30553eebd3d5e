package dev.vernier.onednn;

import dev.vernier.graph.Graph;
import dev.vernier.run.MicroBatches;
import dev.vernier.run.SessionOptions;
import java.util.Set;
import java.util.TreeMap;

/// What sessions on one graph share: its plans, with their primitives and constants. Where fewer samples than a
/// micro-batch may run without padding, a plan for that many is compiled when they first come. Threads may share it.
final class Compiled implements AutoCloseable {
    /// How many sizes of a plan are kept beside the micro-batch's.
    private static final int SMALLER_PLANS = 4;

    private final Graph graph;
    private final SessionOptions options;
    private final PairSaturation saturation;
    private final MicroBatches batches;
    private final Dnnl dnnl = new Dnnl();
    private final Constants constants = new Constants(dnnl);
    private final TreeMap<Integer, Plan> plans = new TreeMap<>();

    private Compiled(Graph graph, SessionOptions options, PairSaturation saturation) {
        this.graph = graph;
        this.options = options;
        this.saturation = saturation;
        this.batches = MicroBatches.of(graph, options.watching(Set.of()));
    }

    /// Compiles the micro-batch's plan on the calling thread.
    ///
    /// @throws IllegalArgumentException where the engine cannot run the graph; the message names the nodes
    static Compiled of(Graph graph, SessionOptions options, PairSaturation saturation) {
        MicroBatches.of(graph, options);
        OpenMp.useThreads(options.threads());
        Compiled compiled = new Compiled(graph, options, saturation);
        try {
            compiled.add(compiled.batches.size());
            return compiled;
        } catch (RuntimeException | Error failed) {
            compiled.close();
            throw failed;
        }
    }

    private void add(int samples) {
        plans.put(samples,
                new Planner(graph, batches, samples, options.watched(), saturation,
                        OpenMp.team(options.threads()), dnnl, constants).plan());
    }

    MicroBatches batches() {
        return batches;
    }

    /// On how many threads the primitives were made to run.
    int threads() {
        return options.threads();
    }

    /// The size of the plan for so many samples at a time, at most a micro-batch: their number where they may run alone
    /// and few other sizes came before, else the next larger size that there is. Compiles on the calling thread.
    synchronized int size(int samples) {
        boolean isNew = batches.isExact() && !plans.containsKey(samples) && plans.size() <= SMALLER_PLANS;
        if (isNew) {
            add(samples);
        }
        return plans.ceilingKey(samples);
    }

    /// A session's memory for the plan of a size that [#size] gave.
    synchronized Workspace workspace(int size) {
        return Workspace.of(plans.get(size), dnnl);
    }

    @Override
    public void close() {
        dnnl.close();
    }
}
