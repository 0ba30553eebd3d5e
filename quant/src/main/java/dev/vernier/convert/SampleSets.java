package dev.vernier.convert;

import dev.vernier.data.DataSpec;
import dev.vernier.data.Dataset;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Remark;
import dev.vernier.data.Sample;
import dev.vernier.data.Samples;
import dev.vernier.model.Model;
import dev.vernier.tensor.Counted;
import dev.vernier.tensor.InputException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/// The samples that a model is calibrated and evaluated on, checked against its input.
///
/// @param calibration empty where nothing is calibrated
/// @param evaluation what is counted
public record SampleSets(Optional<Loader> calibration, Loader evaluation) {
    /// The first samples of a data set, with nothing to calibrate on.
    ///
    /// @throws InputException where there are none, or they do not fit the model
    public static SampleSets of(Model model, Preprocess preprocess, Data data) {
        Dataset all = ClassNames.number(data.taking(model.inputs()).spec().open(), model);
        return new SampleSets(Optional.empty(), new ModelSamples(model, preprocess).evaluated(all, all, data.limit()));
    }

    /// What a recipe calibrates on beside what is evaluated. Where a file holds the calibration already, no sample is set
    /// aside for it; errors of tensors are measured on those that it would have been made from, or else on what is evaluated.
    ///
    /// @throws InputException where there are none, or they do not fit the model
    public static SampleSets of(Model model, Preprocess preprocess, Data data, Recipe recipe) {
        if (recipe.calibration().filter(saved -> !saved.isContinued()).isEmpty()) {
            Data taken = data.taking(model.inputs());
            Dataset all = ClassNames.number(taken.spec().open(), model);
            if (taken.elsewhere().isPresent()) {
                return of(model, preprocess, data, all, recipe.calibrate());
            }
            int aside = recipe.setAside(all.size(), data.limit());
            return of(model, preprocess, data, aside < recipe.calibrate() && recipe.isAtMost()
                    ? all.with(
                            Remark.note("calibration: " + aside + " of the " + new Counted(all.size(), "sample")
                                    + " of " + all.name()
                                    + ", which are not evaluated; --calibrate N takes another number"))
                    : all, aside);
        }
        Loader evaluation = of(model, preprocess, data).evaluation();
        Optional<Loader> calibration =
                data.taking(model.inputs()).elsewhere().map(other -> new ModelSamples(model, preprocess)
                        .loader(other.open().first(Math.max(1, recipe.calibrate()))));
        return new SampleSets(calibration.or(() -> Optional.of(evaluation)), evaluation);
    }

    /// Samples to calibrate on: the first of those that are [Data#elsewhere], or else the data's own first ones, which are
    /// then not evaluated. Where none is asked for, the first one stands for them.
    ///
    /// @throws InputException where there are none, or they do not fit the model
    public static SampleSets of(Model model, Preprocess preprocess, Data data, int calibrate) {
        return of(model, preprocess, data, ClassNames.number(data.taking(model.inputs()).spec().open(), model),
                calibrate);
    }

    private static SampleSets of(Model model, Preprocess preprocess, Data data, Dataset all, int calibrate) {
        Optional<DataSpec> other = data.taking(model.inputs()).elsewhere();
        Dataset evaluation = other.isPresent() ? all : all.skip(calibrate);
        if (other.isEmpty() && all.size() > 0 && evaluation.size() == 0) {
            throw new InputException(
                    all.name() + ": " + new Counted(all.size(), "sample") + ", all taken by --calibrate " + calibrate
                            + ", needed some left to evaluate, or --calibration-data");
        }
        ModelSamples samples = new ModelSamples(model, preprocess);
        return new SampleSets(
                Optional.of(samples.calibrated(other.map(DataSpec::open).orElse(all), data.calibration(), calibrate,
                        Shard.WHOLE)),
                samples.evaluated(evaluation, all, data.limit()));
    }

    /// Samples to evaluate on, with nothing to calibrate on.
    ///
    /// @throws InputException where there are none, or they do not fit the model
    public static SampleSets of(Model model, Samples samples) {
        return new SampleSets(Optional.empty(), new ModelSamples(model, samples.preprocess())
                .evaluated(ClassNames.number(samples.dataset(), model)));
    }

    /// Samples that fit a model, in batches.
    ///
    /// @throws InputException where there are none, or they do not fit it
    public static Loader loader(Model model, Samples samples) {
        return new ModelSamples(model, samples.preprocess()).loader(samples.dataset());
    }

    /// Samples to calibrate on alone, chosen as where a model is quantized too, and of them one shard.
    ///
    /// @throws InputException where there are none, or they do not fit the model
    static Loader toCalibrate(Model model, Preprocess preprocess, Data data, int calibrate, Shard shard) {
        Data taken = data.taking(model.inputs());
        return new ModelSamples(model, preprocess).calibrated(taken.elsewhere().orElse(taken.spec()).open(),
                data.calibration(), calibrate, shard);
    }

    /// The same, where accuracies are compared.
    ///
    /// @throws InputException where the samples to evaluate have no labels
    public SampleSets requireLabels() {
        Dataset data = evaluation.dataset();
        if (data.sample(0).label() == Sample.UNLABELLED) {
            throw new InputException(data.where(0) + " has no label, needed labels to compare accuracies");
        }
        return this;
    }

    /// The same for work that goes through them several times, see [Loader#keeping].
    public SampleSets keeping() {
        return new SampleSets(calibration.map(Loader::keeping), evaluation.keeping());
    }

    /// Says what there is to say of the samples.
    public void tell(Listener listener) {
        Remark.tell(remarks().toList(), listener);
    }

    /// What may be wrong with the samples, a line each.
    public List<String> warnings() {
        return remarks().filter(Remark::isWarning).map(Remark::text).distinct().toList();
    }

    private Stream<Remark> remarks() {
        return Stream.concat(calibration.stream(), Stream.of(evaluation))
                .flatMap(samples -> samples.dataset().remarks().stream());
    }

    /// Says why samples are decoded anew for every rung, where they are.
    public void tellWhatIsKept(Listener listener) {
        int kept = evaluation.kept();
        int all = evaluation.dataset().size();
        if (kept < all) {
            listener.note(String.format(Locale.ROOT,
                    "samples: %,d of %,d fit into a quarter of the Java heap; the others are decoded for every rung",
                    kept, all));
        }
    }

    /// @param labels of the `n` samples
    /// @throws InputException where a sample has a label that the model has no class for
    public void requireClasses(int n, IntUnaryOperator labels, Model model) {
        new ModelSamples(model, evaluation.preprocess()).requireClasses(n, labels, evaluation.dataset());
    }
}
