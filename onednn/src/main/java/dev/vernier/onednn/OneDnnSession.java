package dev.vernier.onednn;

import dev.vernier.run.Binding;
import dev.vernier.run.Frame;
import dev.vernier.run.MicroBatches;
import dev.vernier.run.Session;
import dev.vernier.run.Shared;
import dev.vernier.run.Watcher;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs plans that sessions share, on memory of its own, which it takes when it first runs.
final class OneDnnSession implements Session {
    private final Shared<Compiled> compiled;
    private final MicroBatches batches;
    /// By the size of their plan.
    private final Workspace[] workspaces;
    /// The size of the plan for so many samples; 0 where none came yet.
    private final int[] sizes;
    private final MemorySegment[] sources;
    private final MemorySegment[] targets;
    private volatile boolean closed;

    /// @param compiled held for this session
    OneDnnSession(Shared<Compiled> compiled) {
        this.compiled = compiled;
        this.batches = compiled.value().batches();
        this.workspaces = new Workspace[batches.size() + 1];
        this.sizes = new int[batches.size() + 1];
        this.sources = new MemorySegment[batches.inputs().size()];
        this.targets = new MemorySegment[batches.outputs().size()];
    }

    @Override
    public synchronized Map<String, Tensor> run(Map<String, Tensor> given) {
        Frame frame = frame(given);
        try {
            for (int i = 0; i < targets.length; i++) {
                targets[i] = frame.outputs().get(i).allocate();
            }
            run(frame, sources, targets);
            Map<String, Tensor> results = new LinkedHashMap<>();
            for (int i = 0; i < targets.length; i++) {
                Frame.Port port = frame.outputs().get(i);
                results.put(port.name(), Tensor.wrap(port.type().dtype(), port.type().shape(), targets[i]));
            }
            return results;
        } finally {
            forget();
        }
    }

    @Override
    public synchronized void watch(Map<String, Tensor> given, Watcher watcher) {
        Frame frame = frame(given);
        try {
            start();
            for (int first = 0; first < frame.samples();) {
                int count = Math.min(batches.size(), frame.samples() - first);
                int size = size(frame, count);
                Workspace workspace = workspace(size);
                fill(workspace, frame, sources, first, count, size);
                workspace.run(watcher, first, count, size);
                first += count;
            }
        } finally {
            forget();
        }
    }

    @Override
    public Binding bind(int samples, Map<String, MemorySegment> inputs, Map<String, MemorySegment> outputs) {
        Frame frame = batches.frame(samples, inputs, outputs);
        MemorySegment[] from = memory(frame.inputs(), inputs);
        MemorySegment[] to = memory(frame.outputs(), outputs);
        return () -> {
            synchronized (this) {
                run(frame, from, to);
            }
        };
    }

    private static MemorySegment[] memory(List<Frame.Port> ports, Map<String, MemorySegment> given) {
        return ports.stream().map(port -> given.get(port.name())).toArray(MemorySegment[]::new);
    }

    private Frame frame(Map<String, Tensor> given) {
        Frame frame = batches.frame(given);
        for (int i = 0; i < sources.length; i++) {
            sources[i] = given.get(frame.inputs().get(i).name()).segment();
        }
        return frame;
    }

    /// Keeps nothing of the caller's alive.
    private void forget() {
        Arrays.fill(sources, null);
        Arrays.fill(targets, null);
    }

    private void start() {
        if (closed) {
            throw new IllegalStateException("session is closed, needed one that is open");
        }
        OpenMp.useThreads(compiled.value().threads());
    }

    private void run(Frame frame, MemorySegment[] from, MemorySegment[] to) {
        start();
        for (int first = 0; first < frame.samples();) {
            int count = Math.min(batches.size(), frame.samples() - first);
            int size = size(frame, count);
            Workspace workspace = workspace(size);
            fill(workspace, frame, from, first, count, size);
            workspace.run();
            drain(workspace, frame, to, first, count);
            first += count;
        }
    }

    /// A part of a larger run is padded: its other parts show that the caller does not wait for single samples.
    private int size(Frame frame, int count) {
        if (count < frame.samples()) {
            return batches.size();
        }
        if (sizes[count] == 0) {
            sizes[count] = compiled.value().size(count);
        }
        return sizes[count];
    }

    private Workspace workspace(int size) {
        if (workspaces[size] == null) {
            workspaces[size] = compiled.value().workspace(size);
        }
        return workspaces[size];
    }

    /// The memory that it runs a whole micro-batch on.
    synchronized Workspace workspace() {
        return workspace(batches.size());
    }

    Plan plan() {
        return workspace().plan();
    }

    private static void fill(
            Workspace workspace, Frame frame, MemorySegment[] from, int first, int count, int size) {
        for (int i = 0; i < from.length; i++) {
            MemorySegment slot = workspace.inputs().get(i);
            if (!frame.inputs().get(i).isOfSamples()) {
                MemorySegment.copy(from[i], 0, slot, 0, slot.byteSize());
                continue;
            }
            long sample = slot.byteSize() / size;
            MemorySegment.copy(from[i], first * sample, slot, 0, count * sample);
            for (int padding = count; padding < size; padding++) {
                MemorySegment.copy(from[i], (first + count - 1) * sample, slot, padding * sample, sample);
            }
        }
    }

    private static void drain(Workspace workspace, Frame frame, MemorySegment[] to, int first, int count) {
        for (int i = 0; i < to.length; i++) {
            MemorySegment slot = workspace.outputs().get(i);
            long sample = frame.outputs().get(i).isOfSamples() ? to[i].byteSize() / frame.samples() : 0;
            MemorySegment.copy(slot, 0, to[i], first * sample, sample == 0 ? to[i].byteSize() : count * sample);
        }
    }

    @Override
    public Session sibling() {
        return new OneDnnSession(compiled.hold());
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            for (Workspace workspace : workspaces) {
                if (workspace != null) {
                    workspace.close();
                }
            }
            compiled.letGo();
        }
    }
}
