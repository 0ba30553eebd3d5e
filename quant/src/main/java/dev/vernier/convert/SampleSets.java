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
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
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
    public static SampleSets of(Model model, Preprocess preprocess, DataSpec data, OptionalInt limit) {
        Dataset all = ClassNames.number(data.open(), model);
        return new SampleSets(Optional.empty(), evaluated(model, preprocess, all, all, limit));
    }

    /// What a recipe calibrates on beside what is evaluated. Where a file holds the calibration already, no sample is set
    /// aside for it; errors of tensors are measured on those that it would have been made from, or else on what is evaluated.
    ///
    /// @throws InputException where there are none, or they do not fit the model
    public static SampleSets of(Model model, Preprocess preprocess, Data data, Recipe recipe) {
        if (recipe.calibration().filter(saved -> !saved.isContinued()).isPresent()) {
            Loader evaluation = of(model, preprocess, data.spec(), data.limit()).evaluation();
            return new SampleSets(data.calibration().spec().or(data.spec()::trainSplit)
                    .map(other -> loader(model, preprocess, other.open().first(Math.max(1, recipe.calibrate()))))
                    .or(() -> Optional.of(evaluation)), evaluation);
        }
        return of(model, preprocess, data.spec(), data.limit(), data.calibration(), recipe.calibrate());
    }

    /// Samples to calibrate on: the first of `source`, or else of the train split of the same data, or else the
    /// data's own first ones, which are then not evaluated. Where none is asked for, the first one stands for them.
    ///
    /// @throws InputException where there are none, or they do not fit the model
    public static SampleSets of(Model model, Preprocess preprocess, DataSpec data, OptionalInt limit,
            CalibrationSource source, int calibrate) {
        Dataset all = ClassNames.number(data.open(), model);
        Optional<DataSpec> other = source.spec().or(data::trainSplit);
        Dataset evaluation = other.isPresent() ? all : all.skip(calibrate);
        if (other.isEmpty() && all.size() > 0 && evaluation.size() == 0) {
            throw new InputException(all.name() + ": " + all.size() + " samples, all taken by --calibrate " + calibrate
                    + ", needed some left to evaluate, or --calibration-data");
        }
        return new SampleSets(
                Optional.of(calibrated(model, preprocess, other.map(DataSpec::open).orElse(all), source, calibrate,
                        Shard.WHOLE)),
                evaluated(model, preprocess, evaluation, all, limit));
    }

    /// Samples to evaluate on, with nothing to calibrate on.
    ///
    /// @throws InputException where there are none, or they do not fit the model
    public static SampleSets of(Model model, Samples samples) {
        return new SampleSets(Optional.empty(),
                loader(model, samples.preprocess(), ClassNames.number(samples.dataset(), model)));
    }

    /// Samples that fit a model, in batches.
    ///
    /// @throws InputException where there are none, or they do not fit it
    public static Loader loader(Model model, Samples samples) {
        return loader(model, samples.preprocess(), samples.dataset());
    }

    /// Samples to calibrate on alone, chosen as where a model is quantized too, and of them one shard.
    ///
    /// @throws InputException where there are none, or they do not fit the model
    static Loader toCalibrate(Model model, Preprocess preprocess, DataSpec data, CalibrationSource source,
            int calibrate, Shard shard) {
        return calibrated(model, preprocess, source.spec().or(data::trainSplit).orElse(data).open(), source, calibrate,
                shard);
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
        for (int sample = 0; sample < n; sample++) {
            if (labels.applyAsInt(sample) >= model.classes()) {
                throw new InputException(evaluation.dataset().where(sample) + ": label " + labels.applyAsInt(sample)
                        + ", needed less than the " + model.classes() + " classes that " + model.name()
                        + " tells apart");
            }
        }
    }

    /// @param whole where they come from
    private static Loader calibrated(Model model, Preprocess preprocess, Dataset whole, CalibrationSource source,
            int calibrate, Shard shard) {
        Dataset first = whole.first(Math.max(1, calibrate));
        Dataset checked = calibrate > 0 ? covering(model, "calibration", first, whole) : first;
        return loader(model, preprocess, shard.of(source.augmentation()
                .map(augmentation -> augmentation.of(checked, preprocess.layout())).orElse(checked)));
    }

    /// @param whole where they come from
    private static Loader evaluated(Model model, Preprocess preprocess, Dataset samples, Dataset whole,
            OptionalInt limit) {
        Dataset limited = limit.isPresent() ? samples.first(limit.getAsInt()) : samples;
        return loader(model, preprocess, covering(model, "evaluation", limited, whole));
    }

    private static Dataset covering(Model model, String role, Dataset chosen, Dataset whole) {
        return model.readout().isOfClasses() ? Coverage.checked(role, chosen, whole) : chosen;
    }

    private static Loader loader(Model model, Preprocess preprocess, Dataset stored) {
        if (stored.size() == 0) {
            throw new InputException(stored.name() + ": 0 samples, needed at least 1");
        }
        Shape input = model.input().type().shape();
        Shape needed = Shape.of(Arrays.copyOfRange(input.sizes(), 1, input.rank()));
        String wanted = "needed " + needed + " as input '" + model.input().name() + "' of " + model.name();
        InputFit fit = new InputFit(needed, preprocess);
        Dataset data = fit.of(stored);
        Sample first = data.sample(0);
        if (model.readout().isOfClasses() && first.label() == Sample.UNLABELLED && first.target().isPresent()) {
            throw new InputException(data.where(0) + " has " + first.target().get().dtype()
                    + first.target().get().shape() + " where its label would be, needed a whole number"
                    + " from 0 or a one-hot row, or --metric mae, rmse or cosine where they are what the model should give");
        }
        Shape shape = first.image().shape();
        Shape given = fit.taken(shape, data.layout());
        if (!preprocess.isSized() && !given.equals(needed)) {
            throw new InputException(data.name() + ": samples " + shape
                    + (given.equals(shape) ? "" : ", with --preprocess " + preprocess + " " + given) + ", "
                    + wanted + fit.advice(data));
        }
        Loader loader = Loader.of(data, preprocess);
        if (!loader.shape().equals(needed)) {
            throw new InputException(
                    data.name() + ": samples " + loader.shape() + " after --preprocess " + preprocess + ", "
                            + wanted + fit.advice(data));
        }
        if (model.readout().isOfClasses() && data.labels().size() > model.classes()) {
            throw new InputException(data.name() + ": " + data.labels().size() + " classes, needed at most the "
                    + model.classes() + " that " + model.name() + " tells apart");
        }
        return loader;
    }
}
