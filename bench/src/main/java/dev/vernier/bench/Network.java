package dev.vernier.bench;

import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Calibrator;
import dev.vernier.calibrate.MinMax;
import dev.vernier.calibrate.Observer;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Quantizer;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;

/// A network as float and as int8 graph, for images of one size; the scales are those of seeded noise.
///
/// @param name its file's, without the ending
/// @param image `[c, h, w]`
public record Network(String name, Shape image, Graph real, Graph integer) {
    private static final int CALIBRATION_IMAGES = 64;

    /// Reads a float ONNX file and quantizes it with the qconfig `x86`.
    ///
    /// @param side the height and width of the images
    public static Network read(Path file, int side) {
        Shape image = Shape.of(3, side, side);
        Map<String, Shape> inputs = Map.of("", Shape.parse("[n, 3, " + side + ", " + side + "]"));
        Graph real = Rewriter.run(OnnxReader.read(file, inputs).graph(), Folding.standard()).graph();
        Placement placement = Placement.of(real, QConfig.X86);
        Calibration<MinMax> seen = new Calibrator<>(
                new OneDnnEngine(), real, placement.observed(), Observer.Kind.MINMAX, "noise")
                .calibrate(noiseOf(image, CALIBRATION_IMAGES), 16, 1, Progress.NONE);
        QuantizedModel int8 =
                new QuantizedModel(real, new Quantizer(real, placement, QConfig.X86).quantize(seen::range));
        String name = file.getFileName().toString().replaceFirst("\\.onnx$", "");
        return new Network(name, image, real, int8.integer());
    }

    /// Seeded noise, as a session of the network takes it: `[batch, c, h, w]`.
    public Map<String, Tensor> feed(int batch) {
        return Map.of(real.inputs().getFirst().name(), noiseOf(image, batch).load(0, batch).x());
    }

    /// What runs of so many images at a time are called.
    public String title(int batch) {
        return name + " batch " + batch + ", " + image.size(1) + "x" + image.size(2);
    }

    private static Loader noiseOf(Shape image, int count) {
        return Loader.of(new Noise(image, count), Preprocess.IMAGENET);
    }
}
