package dev.vernier.calibrate;

import dev.vernier.file.Npz;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Calibrations as files: npz files, which NumPy reads too. The same calibration gives the same bytes.
///
/// | array | |
/// |---|---|
/// | `head` | uint8, UTF-8 lines: `vernier calibration 1`, the kind of statistics, the fingerprint, the experiment's facts |
/// | `tensors` | uint8, UTF-8: the tensors' names, one per line, line ends and backslashes escaped |
/// | `samples` | uint64 `[n]`, ascending: the samples' content hashes |
/// | `ends` | float32 `[tensors, 2, 2]`: of the even and the odd half, smallest and largest value; infinity, -infinity where no sample reached it |
/// | `filled` | int32 `[tensors, 2]`: how many buckets of each half's histogram hold any |
/// | `buckets` | uint16, ascending for each: the upper 16 bits of the floats counted |
/// | `counts` | int64, as many |
///
/// The last three stand only in histograms.
public final class CalibrationFile {
    private static final String MAGIC = "vernier calibration ";
    private static final String VERSION = "1";
    private static final int HEAD_LINES = 3;
    private static final Set<String> UNSIGNED = Set.of("samples");
    private static final Set<String> ARRAYS =
            Set.of("head", "tensors", "samples", "ends", "filled", "buckets", "counts");

    private CalibrationFile() {}

    /// Writes to a temporary file and moves it into place.
    ///
    /// @throws InputException where the file cannot be written; what stood there before is then untouched
    public static void write(Path file, Calibration<?> calibration) {
        Npz.write(file, arrays(calibration), UNSIGNED);
    }

    /// Writes the bytes of the file to a stream, which stays open: what a worker sends to whom merges.
    ///
    /// @throws IOException where the stream cannot be written
    public static void write(OutputStream to, Calibration<?> calibration) throws IOException {
        Npz.write(to, arrays(calibration), UNSIGNED);
    }

    private static Map<String, Tensor> arrays(Calibration<?> calibration) {
        List<Statistic<?>> halves = new ArrayList<>();
        calibration.statistics().values().forEach(both -> {
            halves.add(both.even());
            halves.add(both.odd());
        });
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("head", text(MAGIC + VERSION + "\n" + calibration.kind() + "\n" + calibration.fingerprint() + "\n"
                + calibration.experiment()));
        arrays.put("tensors",
                text(String.join("\n", calibration.statistics().keySet().stream().map(CalibrationFile::escaped)
                        .toList())));
        arrays.put("samples", Tensor.vector(calibration.samples().toArray()));
        arrays.put("ends", ends(halves));
        if (calibration.kind().equals(Observer.Kind.HISTOGRAM)) {
            SparseCounts.of(halves.stream().map(Histogram.class::cast).toList()).putInto(arrays);
        }
        return arrays;
    }

    private static Tensor text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Tensor.ofU8(Shape.of(bytes.length), bytes);
    }

    private static String escaped(String name) {
        return name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static Tensor ends(List<Statistic<?>> halves) {
        float[] ends = new float[2 * halves.size()];
        for (int half = 0; half < halves.size(); half++) {
            MinMax seen = switch (halves.get(half)) {
                case MinMax minMax -> minMax;
                case Histogram histogram -> histogram.ends();
                case ChannelMinMax channels -> throw new IllegalStateException("channels are never observed");
            };
            ends[2 * half] = seen.low();
            ends[2 * half + 1] = seen.high();
        }
        return Tensor.of(Shape.of(halves.size() / 2, 2, 2), ends);
    }

    /// @throws InputException where the file is missing, no calibration, damaged or of another version
    public static Calibration<?> read(Path file) {
        return of(file.toString(), Npz.read(file, ARRAYS));
    }

    /// Reads what [#write(OutputStream, Calibration)] wrote, up to the stream's end.
    ///
    /// @param where what messages call the stream
    /// @throws InputException as [#read(Path)]
    public static Calibration<?> read(InputStream from, String where) {
        return of(where, Npz.read(from, where, ARRAYS));
    }

    private static Calibration<?> of(String file, Map<String, Tensor> arrays) {
        if (!arrays.containsKey("head") || !text(file, arrays, "head").startsWith(MAGIC)) {
            throw new InputException(file + ": an npz file of another kind, needed a calibration");
        }
        String[] head = text(file, arrays, "head").split("\n", HEAD_LINES + 1);
        if (!head[0].equals(MAGIC + VERSION)) {
            throw new InputException(file + ": " + head[0] + ", needed version " + VERSION);
        }
        if (head.length != HEAD_LINES + 1) {
            throw new InputException(file + ": a head of " + head.length + " lines, needed " + (HEAD_LINES + 1));
        }
        Calibration<?> calibration;
        try {
            calibration = switch (head[1]) {
                case "minmax" -> calibration(file, arrays, head[3], Observer.Kind.MINMAX, ends(file, arrays));
                case "histogram" -> calibration(file, arrays, head[3], Observer.Kind.HISTOGRAM,
                        SparseCounts.from(arrays).histograms(ends(file, arrays)));
                default -> throw new InputException(file + ": observer " + head[1] + ", known: minmax, histogram");
            };
        } catch (IllegalArgumentException | ArithmeticException damaged) {
            throw new InputException(file + ": a damaged calibration (" + damaged.getMessage() + ")", damaged);
        }
        if (!calibration.fingerprint().equals(head[2])) {
            throw new InputException(file + ": content of fingerprint " + calibration.fingerprint() + ", needed "
                    + head[2] + " as its head says");
        }
        return calibration;
    }

    private static <S extends Statistic<S>> Calibration<S> calibration(String file, Map<String, Tensor> arrays,
            String experiment, Observer.Kind<S> kind, List<S> halves) {
        String[] names = text(file, arrays, "tensors").split("\n", -1);
        if (halves.size() != 2 * names.length) {
            throw new IllegalArgumentException(halves.size() + " halves for " + names.length + " tensors");
        }
        Map<String, SplitHalves<S>> statistics = new TreeMap<>();
        for (int i = 0; i < names.length; i++) {
            statistics.put(names[i].translateEscapes(), new SplitHalves<>(halves.get(2 * i), halves.get(2 * i + 1)));
        }
        SampleIds samples = SampleIds.of(array(file, arrays, "samples", DType.I64).longs());
        return new Calibration<>(experiment, kind, samples, statistics);
    }

    private static List<MinMax> ends(String file, Map<String, Tensor> arrays) {
        float[] ends = array(file, arrays, "ends", DType.F32).floats();
        List<MinMax> halves = new ArrayList<>();
        for (int i = 0; i + 1 < ends.length; i += 2) {
            MinMax seen = new MinMax(ends[i], ends[i + 1]);
            if (!seen.equals(MinMax.NONE)) {
                seen.range().orElseThrow(() -> new IllegalArgumentException("ends " + seen));
            }
            halves.add(seen);
        }
        return halves;
    }

    private static String text(String file, Map<String, Tensor> arrays, String name) {
        return new String(array(file, arrays, name, DType.U8).bytes(), StandardCharsets.UTF_8);
    }

    private static Tensor array(String file, Map<String, Tensor> arrays, String name, DType dtype) {
        Tensor array = arrays.get(name);
        if (array == null || array.dtype() != dtype) {
            throw new InputException(file + ": array '" + name + "' is "
                    + (array == null ? "missing" : array.dtype()) + ", needed " + dtype);
        }
        return array;
    }
}
