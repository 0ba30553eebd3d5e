package dev.vernier.bench;

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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Microseconds for one run of a small int8 network and of a larger one, on 32x32 images.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SessionBenchmark {
    /// Where the models are.
    @Param("../shared/models")
    private String folder;

    /// Model and batch.
    @Param({"resnet20-cifar10.onnx:1", "resnet18-cifar10.onnx:32"})
    private String work;

    private Bound session;

    @Setup
    public void open() {
        String[] words = work.split(":", 2);
        Network network = Network.read(Path.of(folder, words[0]), 32);
        session = Bound.open(network, network.integer(), Integer.parseInt(words[1]));
    }

    /// Into memory that is there.
    @Benchmark
    public void bound() {
        session.run();
    }

    /// With new tensors for the answer.
    @Benchmark
    public Object run() {
        return session.session().run(session.images());
    }

    @TearDown
    public void close() {
        session.close();
    }
}
