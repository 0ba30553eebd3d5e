package dev.vernier.examples;

import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Calibrator;
import dev.vernier.calibrate.MinMax;
import dev.vernier.calibrate.Tally;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.onnx.OnnxWriter;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QdqForm;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Quantizer;
import java.nio.file.Path;
import java.util.Map;

/// Quantizes an ONNX model with 1,024 samples, as `./vernier quantize MODEL --data DATA -o FILE` does.
public final class QuantizeModel {
    private QuantizeModel() {}

    public static void main(String[] args) {
        if (args.length != 4) {
            System.err.println("usage: QuantizeModel MODEL.onnx DATA PREPROCESS INT8.onnx, such as:"
                    + " model.onnx cifar10:cifar10:train unit model-int8.onnx");
            System.exit(2);
        }
        Loader samples = Loader.of(DataSpec.parse(args[1]).open().first(1024), Preprocess.parse(args[2]));
        quantize(Path.of(args[0]), samples, Path.of(args[3]));
    }

    static void quantize(Path model, Loader samples, Path int8) {
        Graph graph = Rewriter.run(OnnxReader.read(model).graph(), Folding.standard()).graph();
        Placement placement = Placement.of(graph, QConfig.X86);
        Calibration<MinMax> seen = new Calibrator<>(
                new OneDnnEngine(), graph, placement.observed(), Tally.Kind.MINMAX, model.toString())
                .calibrate(samples, 64, Runtime.getRuntime().availableProcessors(), Progress.NONE);
        Quantization quantization = new Quantizer(graph, placement, QConfig.X86).quantize(seen::range);
        QdqForm form = QdqForm.of(new QuantizedModel(graph, quantization), Map.of());
        OnnxWriter.write(form.graph(), form.notes(), int8);
    }
}
