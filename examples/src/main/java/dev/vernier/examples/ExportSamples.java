package dev.vernier.examples;

import dev.vernier.data.DataSpec;
import dev.vernier.data.Dataset;
import dev.vernier.data.Sample;
import dev.vernier.data.Workers;
import dev.vernier.file.Npz;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Writes samples to a NumPy file, for training elsewhere: `x`, uint8 `[n, c, h, w]`, and `y`, int64 `[n]`.
///
///     java -cp core/target/classes:examples/target/classes dev.vernier.examples.ExportSamples shapes:train 50000 train.npz
public final class ExportSamples {
    private ExportSamples() {}

    public static void main(String[] args) {
        if (args.length != 3) {
            System.err.println("usage: ExportSamples DATA COUNT FILE.npz, such as: shapes:train 50000 train.npz");
            System.exit(2);
        }
        Dataset data = DataSpec.parse(args[0]).open().first(Integer.parseInt(args[1]));
        Shape shape = data.sample(0).image().shape();
        int bytes = shape.elementCount();
        byte[] x = new byte[Math.multiplyExact(data.size(), bytes)];
        long[] y = new long[data.size()];
        List<Integer> all = IntStream.range(0, data.size()).boxed().toList();
        Workers.run(all, Runtime.getRuntime().availableProcessors(), () -> data, (set, index) -> {
            Sample sample = set.sample(index);
            MemorySegment.copy(sample.image().segment(), 0, MemorySegment.ofArray(x), (long) index * bytes, bytes);
            y[index] = sample.label();
            return index;
        }, index -> {});
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("x", Tensor.wrap(DType.U8, Shape.of(data.size(), shape.size(0), shape.size(1), shape.size(2)),
                MemorySegment.ofArray(x)));
        arrays.put("y", Tensor.vector(y));
        Npz.write(Path.of(args[2]), arrays);
    }
}
