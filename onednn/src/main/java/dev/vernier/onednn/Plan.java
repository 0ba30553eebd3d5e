package dev.vernier.onednn;

import dev.vernier.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A graph compiled for one batch size: steps in order, over memory that each session brings, see [Workspace].
///
/// @param origins the nodes that each step computes, or computes a part of
/// @param bytes the memory that all activations and scratch space share
/// @param inputs where a run puts the graph's inputs
/// @param outputs where it finds the graph's outputs and the taps, in that order
/// @param sights what a watcher sees, in the order of the steps
record Plan(List<Step> steps, List<List<Node>> origins, long bytes, Map<String, Slot> inputs, Map<String, Slot> outputs,
        List<Sight> sights) {
    Plan {
        steps = List.copyOf(steps);
        origins = List.copyOf(origins);
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        sights = List.copyOf(sights);
    }

    /// All steps on one session's memory.
    List<Runnable> on(Workspace workspace) {
        List<Runnable> bound = new ArrayList<>();
        steps.forEach(step -> bound.add(step.on(workspace)));
        return List.copyOf(bound);
    }
}
