package dev.vernier.bench;

import dev.vernier.calibrate.Histogram;
import dev.vernier.calibrate.MinMax;
import dev.vernier.calibrate.Observer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Nanoseconds for one element that a calibration sees, in memory outside the heap.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ObserverBenchmark.ELEMENTS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ObserverBenchmark {
    static final int ELEMENTS = 1 << 18;

    /// Whether negative values are made zero, as after a ReLU.
    @Param({"false", "true"})
    private boolean relu;

    private final MemorySegment values = Arena.ofAuto().allocate(ValueLayout.JAVA_FLOAT, ELEMENTS);
    private final Observer<MinMax> ends = Observer.Kind.MINMAX.start().get();
    private final Observer<Histogram> counts = Observer.Kind.HISTOGRAM.start().get();

    @Setup
    public void fill() {
        Random random = new Random(1);
        for (int i = 0; i < ELEMENTS; i++) {
            float value = (float) random.nextGaussian();
            values.setAtIndex(ValueLayout.JAVA_FLOAT, i, relu ? Math.max(value, 0) : value);
        }
    }

    @Benchmark
    public boolean minMax() {
        return ends.add(values);
    }

    @Benchmark
    public boolean histogram() {
        return counts.add(values);
    }
}
