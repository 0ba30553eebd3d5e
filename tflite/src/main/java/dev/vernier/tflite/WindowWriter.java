package dev.vernier.tflite;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.AveragePool;
import dev.vernier.graph.op.MaxPool;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.Shape;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Pool2DOptions;
import org.tensorflow.lite.schema.ReducerOptions;

/// Pooling on its way out. The kernels for codes want those of the output to be the input's, but for a mean over all positions.
final class WindowWriter {
    private final Sheet sheet;
    private final Edges edges;

    WindowWriter(Sheet sheet) {
        this.sheet = sheet;
        this.edges = new Edges(sheet);
    }

    void maxPool(Node node, MaxPool pool, Target target) {
        requireOneOutput(node);
        boolean coded = sheet.shareCodes(node.input(0), target.name());
        pool(BuiltinOperator.MAX_POOL_2D, pool.window(), target, coded,
                edges.lowest(node.input(0), coded, requireImages(pool.window()), pool.ceil()));
    }

    private static void requireOneOutput(Node node) {
        if (node.outputs().size() > 1) {
            throw new IllegalArgumentException("places of the largest values, needed none");
        }
    }

    void averagePool(Node node, AveragePool pool, Target target) {
        boolean coded = sheet.shareCodes(node.input(0), target.name());
        Window window = requireImages(pool.window());
        pool(BuiltinOperator.AVERAGE_POOL_2D, window, target, coded, pool.countPadding() && !pool.ceil()
                ? edges.zeros(node.input(0), coded, window)
                : edges.own(node.input(0), coded, window, pool.ceil()));
    }

    private static Window requireImages(Window window) {
        if (window.spatialRank() != 2 || window.dilations().stream().anyMatch(dilation -> dilation != 1)) {
            throw new IllegalArgumentException("kernel " + window.kernel() + " with dilation " + window.dilations()
                    + ", needed two axes without");
        }
        return window;
    }

    private void pool(int code, Window window, Target target, boolean coded, Edges.Padded x) {
        int options = Pool2DOptions.createPool2DOptions(sheet.file().flat(), x.padding(), window.strides().get(1),
                window.strides().get(0), window.kernel().get(1), window.kernel().get(0), target.function());
        sheet.file().operator(code, coded ? 2 : 1, BuiltinOptions.Pool2DOptions, options, new int[] {x.tensor()},
                sheet.target(target.name(), coded));
    }

    void globalMean(Node node) {
        all(node, BuiltinOperator.MEAN, sheet.areCoded(node.input(0), node.output()));
    }

    void globalMax(Node node) {
        all(node, BuiltinOperator.REDUCE_MAX, sheet.shareCodes(node.input(0), node.output()));
    }

    private void all(Node node, int code, boolean coded) {
        if (sheet.rank(node.input(0)) != 4) {
            throw new IllegalArgumentException(
                    "an input " + sheet.shape(node.input(0)) + ", needed images of two spatial axes");
        }
        int x = sheet.use(node.input(0), coded);
        int axes = sheet.numbers(node.output() + "/axes", Shape.of(2), 1, 2);
        sheet.file().operator(code, coded ? 2 : 1, BuiltinOptions.ReducerOptions,
                ReducerOptions.createReducerOptions(sheet.file().flat(), true), new int[] {x, axes},
                sheet.target(node.output(), coded));
    }
}
