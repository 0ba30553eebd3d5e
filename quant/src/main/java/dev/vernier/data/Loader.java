package dev.vernier.data;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Turns samples of a data set into batches. A batch follows from the data set, the preprocessing and the indices alone;
/// several threads may load at once.
public final class Loader {
    private final Dataset dataset;
    private final Preprocess preprocess;
    private final PreparedSample form;
    private final KeptSamples kept;

    /// @param form a sample whose types and shapes all have
    private Loader(Dataset dataset, Preprocess preprocess, PreparedSample form, KeptSamples kept) {
        this.dataset = dataset;
        this.preprocess = preprocess;
        this.form = form;
        this.kept = kept;
    }

    /// @throws InputException where the data set is empty or the preprocessing does not fit its first sample
    public static Loader of(Dataset dataset, Preprocess preprocess) {
        if (dataset.size() == 0) {
            throw new InputException(dataset.name() + ": 0 samples, needed at least 1");
        }
        return new Loader(dataset, preprocess, prepared(dataset, preprocess, 0), KeptSamples.NONE);
    }

    /// The same for work that loads its samples again and again: they are decoded and preprocessed once, as many of the
    /// first ones as fit into a quarter of the heap. The others are made anew each time.
    public Loader keeping() {
        return new Loader(dataset, preprocess, form,
                KeptSamples.within(Runtime.getRuntime().maxMemory() / 4, form.bytes(), dataset.size()));
    }

    /// How many samples need not be prepared twice.
    public int kept() {
        return Math.min(kept.size(), dataset.size());
    }

    /// The first `count` samples as [Dataset#first] has them, in the same memory where samples are kept.
    public Loader first(int count) {
        return new Loader(dataset.first(count), preprocess, form, kept.at(dataset.firstPlaces(count)::get));
    }

    public Dataset dataset() {
        return dataset;
    }

    public Preprocess preprocess() {
        return preprocess;
    }

    /// The shape of one preprocessed sample, without the batch axis; all have it.
    public Shape shape() {
        return form.x().shape();
    }

    /// The type of what a batch gives the main input.
    public DType dtype() {
        return form.x().dtype();
    }

    /// What the first sample gives further inputs, by name, without the batch axis; all have these types and shapes.
    public Map<String, Tensor> further() {
        return form.further();
    }

    /// Loads the samples `first` to `first + count` (exclusive) on the calling thread.
    ///
    /// @throws InputException where a sample cannot be read, has another shape than the first one, or holds NaN or an infinity
    /// @throws IndexOutOfBoundsException where there are no such samples
    public Batch load(int first, int count) {
        Objects.checkFromIndexSize(first, count, dataset.size());
        return load(first, IntStream.range(first, first + count), new BatchMemory(form, count));
    }

    /// The samples at some places of the data set, in one batch that counts as beginning at the first of them.
    ///
    /// @throws InputException as [#load(int, int)]
    /// @throws IndexOutOfBoundsException as [#load(int, int)]
    public Batch load(List<Integer> places) {
        return load(places.getFirst(), places.stream().mapToInt(Integer::intValue),
                new BatchMemory(form, places.size()));
    }

    private Batch load(int first, IntStream places, BatchMemory memory) {
        int[] chosen = places.toArray();
        int count = chosen.length;
        long[] labels = new long[count];
        long[] ids = new long[count];
        List<Tensor> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PreparedSample sample = kept.at(chosen[i], this::prepare);
            memory.put(i, sample);
            labels[i] = sample.label();
            ids[i] = sample.id();
            sample.target().ifPresent(targets::add);
        }
        return new Batch(first, memory.x(count), Tensor.vector(labels), Tensor.vector(ids),
                targets.size() == count ? targets : List.of(), memory.further(count));
    }

    private PreparedSample prepare(int index) {
        PreparedSample ready = prepared(dataset, preprocess, index);
        if (!ready.x().shape().equals(shape()) || ready.x().dtype() != dtype()) {
            throw new InputException(dataset.where(index) + ": " + ready.x().shape() + " after preprocessing, needed "
                    + shape() + " as the first sample has (resize or crop makes all alike)");
        }
        form.further().forEach((name, first) -> {
            Tensor given = ready.further().get(name);
            if (given == null || given.dtype() != first.dtype() || !given.shape().equals(first.shape())) {
                throw new InputException(dataset.where(index) + ": " + name + " is "
                        + (given == null ? "not there" : given.dtype().toString() + given.shape()) + ", needed "
                        + first.dtype() + first.shape() + " as the first sample has");
            }
        });
        return ready;
    }

    /// Loads every sample, `batchSize` at a time, and gives each batch to a task on the thread that loaded it.
    ///
    /// @param worker makes a thread's own state, such as a session, see [Workers#run]
    /// @param task works on one batch, whose memory the thread's next batch takes over
    /// @param ordered takes the tasks' results in order, on the calling thread
    /// @param progress hears the number of samples done, on the calling thread
    public <W, R> void forEachBatch(int batchSize, int threads, Supplier<W> worker, BiFunction<W, Batch, R> task,
            Consumer<R> ordered, Progress progress) {
        if (batchSize < 1) {
            throw new InputException("batch = " + batchSize + ", needed at least 1");
        }
        int size = dataset.size();
        int batches = (int) (((long) size + batchSize - 1) / batchSize);
        List<Integer> units = IntStream.range(0, batches).mapToObj(i -> i * batchSize).toList();
        int[] done = {0};
        Workers.run(units, threads, () -> new Seat<>(worker.get(), new BatchMemory(form, Math.min(batchSize, size))),
                (seat, first) -> task.apply(seat.state(),
                        load(first, IntStream.range(first, first + Math.min(batchSize, size - first)), seat.memory())),
                result -> {
                    ordered.accept(result);
                    done[0] = (int) Math.min((long) done[0] + batchSize, size);
                    progress.at(done[0], size);
                });
    }

    /// What a thread works with.
    ///
    /// @param memory of its batches, one after the other
    private record Seat<W>(W state, BatchMemory memory) implements AutoCloseable {
        @Override
        public void close() {
            Workers.close(state);
        }
    }

    private static PreparedSample prepared(Dataset dataset, Preprocess preprocess, int index) {
        Sample sample = dataset.sample(index);
        Tensor ready = preprocessed(dataset, preprocess, index, sample.image());
        requireFinite(ready, dataset, index, "");
        sample.further().forEach((name, tensor) -> requireFinite(tensor, dataset, index, ": " + name));
        return new PreparedSample(ready, sample.label(), sample.id(), sample.target(), sample.further());
    }

    private static Tensor preprocessed(Dataset dataset, Preprocess preprocess, int index, Tensor image) {
        if (!Preprocess.takes(image.dtype())) {
            return image;
        }
        try {
            return preprocess.apply(image, dataset.layout().orElse(preprocess.layout()));
        } catch (IllegalArgumentException e) {
            throw new InputException(dataset.where(index) + ": " + e.getMessage(), e);
        }
    }

    /// @param what of the sample it is, for the message
    private static void requireFinite(Tensor tensor, Dataset dataset, int index, String what) {
        for (int i = 0; tensor.dtype().isFloat() && i < tensor.size(); i++) {
            double value = tensor.doubleAt(i);
            if (!Double.isFinite(value)) {
                int[] place = tensor.shape().strides();
                int rest = i;
                for (int axis = 0; axis < place.length; axis++) {
                    int stride = place[axis];
                    place[axis] = rest / stride;
                    rest %= stride;
                }
                throw new InputException(
                        dataset.where(index) + what + " holds " + value + " at " + Arrays.toString(place)
                                + ", needed finite numbers");
            }
        }
    }
}
