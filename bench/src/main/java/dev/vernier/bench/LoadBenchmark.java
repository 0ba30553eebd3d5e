package dev.vernier.bench;

import dev.vernier.data.Preprocess;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Microseconds for what comes before a run: an image is preprocessed, a model is read.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LoadBenchmark {
    /// Where the model is.
    @Param("../shared/models")
    private String folder;

    private final Preprocess resizing = Preprocess.parse("imagenet,resize=256,crop=224");
    private final Tensor small = new Noise(Shape.of(3, 32, 32), 1).sample(0).image();
    private final Tensor large = new Noise(Shape.of(3, 375, 500), 1).sample(0).image();

    /// A 32x32 image is normalized.
    @Benchmark
    public Tensor normalize() {
        return Preprocess.IMAGENET.apply(small);
    }

    /// A 500x375 image is resized and cropped besides.
    @Benchmark
    public Tensor resize() {
        return resizing.apply(large);
    }

    /// ResNet-20, 1 MB.
    @Benchmark
    public OnnxModel read() {
        return OnnxReader.read(Path.of(folder, "resnet20-cifar10.onnx"));
    }
}
