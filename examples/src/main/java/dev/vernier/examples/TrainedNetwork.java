package dev.vernier.examples;

import dev.vernier.audit.ladder.Evaluation;
import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Calibrator;
import dev.vernier.calibrate.Observer;
import dev.vernier.calibrate.Statistic;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Dataset;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.quant.Granularity;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Quantizer;
import dev.vernier.quant.Setting;
import dev.vernier.quant.Symmetry;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.stats.Predictions;
import java.nio.file.Path;
import java.util.Objects;

/// A network that takes CIFAR-10 images normalized with ImageNet's numbers, calibrated in several ways and evaluated on the
/// same test images each time.
final class TrainedNetwork {
    /// What PyTorch's users often write by hand: `MinMaxObserver(reduce_range=True)` for activations and
    /// `PerChannelMinMaxObserver(dtype=qint8, qscheme=per_channel_affine)` for weights.
    static final QConfig REDUCED_MINMAX = QConfig.X86.reducedRange()
            .withWeights(new Setting.Zero(Symmetry.AFFINE), new Setting.Grain(Granularity.PER_CHANNEL));

    private static final int BATCH = 64;

    private final Graph graph;
    private final Dataset train;
    private final Dataset test;

    private TrainedNetwork(Graph graph, Dataset train, Dataset test) {
        this.graph = graph;
        this.train = train;
        this.test = test;
    }

    static TrainedNetwork of(Path model, Path cifar10, int evaluated) {
        Graph folded = Rewriter.run(OnnxReader.read(model).graph(), Folding.standard()).graph();
        return new TrainedNetwork(folded,
                new DataSpec.Cifar10(cifar10, DataSpec.Split.TRAIN).open(),
                new DataSpec.Cifar10(cifar10, DataSpec.Split.TEST).open().first(evaluated));
    }

    /// The first images to calibrate on.
    Dataset train(int count) {
        return train.first(count);
    }

    /// Scales and zero points, and the fingerprint of the calibration that they follow from.
    record Scales(String fingerprint, Quantization quantization) {
        /// How many of the tensors have other parameters here than there.
        long differing(Scales that) {
            return quantization.parameters().keySet().stream()
                    .filter(name -> !Objects.equals(quantization.find(name), that.quantization.find(name)))
                    .count();
        }
    }

    /// @param batch images that are loaded and run together
    Scales minMax(Dataset images, int batch) {
        return calibrate(REDUCED_MINMAX, Observer.Kind.MINMAX, images, batch);
    }

    /// The qconfig `fbgemm`: PyTorch has its histogram observer there, Vernier the range of least error.
    Scales histogram(Dataset images, int batch) {
        return calibrate(QConfig.FBGEMM, Observer.Kind.HISTOGRAM, images, batch);
    }

    private <O extends Statistic<O>> Scales calibrate(
            QConfig config, Observer.Kind<O> kind, Dataset images, int batch) {
        Placement placement = Placement.of(graph, config);
        Calibration<O> calibration =
                new Calibrator<>(new OneDnnEngine(), graph, placement.observed(), kind, config.toYaml())
                        .calibrate(Loader.of(images, Preprocess.IMAGENET), batch, threads(), Progress.NONE);
        return new Scales(calibration.fingerprint(),
                new Quantizer(graph, placement, config).quantize(calibration::range));
    }

    /// What the float network says of the test images.
    Predictions original() {
        return predict(graph);
    }

    /// What the network says in integers.
    Predictions int8(Scales scales) {
        return predict(new QuantizedModel(graph, scales.quantization).integer());
    }

    private Predictions predict(Graph form) {
        try (Session session = new OneDnnEngine().open(form, SessionOptions.DEFAULT)) {
            return new Evaluation(Loader.of(test, Preprocess.IMAGENET), BATCH, threads())
                    .predict(form, session, Progress.NONE);
        }
    }

    private static int threads() {
        return Runtime.getRuntime().availableProcessors();
    }
}
