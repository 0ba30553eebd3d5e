package dev.vernier.bench;

import dev.vernier.graph.op.Codes;
import dev.vernier.quant.FakeQuantize;
import dev.vernier.quant.QParams;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Nanoseconds for one element between reals and codes.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(CodesBenchmark.ELEMENTS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodesBenchmark {
    static final int ELEMENTS = 1 << 16;
    private static final float SCALE = 0.02f;
    private static final int ZERO_POINT = 117;

    private final float[] reals = new float[ELEMENTS];
    private final byte[] codes = new byte[ELEMENTS];
    private final FakeQuantize fake = new FakeQuantize(
            QParams.perTensor(DType.U8, SCALE, ZERO_POINT), 0, 255);
    private final Tensor tensor;

    public CodesBenchmark() {
        Random random = new Random(1);
        for (int i = 0; i < ELEMENTS; i++) {
            reals[i] = (float) random.nextGaussian();
        }
        tensor = Tensor.of(Shape.of(ELEMENTS), reals);
    }

    @Benchmark
    public byte[] quantize() {
        Codes.quantize(reals, 0, codes, 0, ELEMENTS, SCALE, ZERO_POINT, DType.U8);
        return codes;
    }

    @Benchmark
    public float[] dequantize() {
        Codes.dequantize(codes, 0, reals, 0, ELEMENTS, SCALE, ZERO_POINT, DType.U8);
        return reals;
    }

    @Benchmark
    public Tensor fakeQuantize() {
        return fake.forward(tensor);
    }
}
