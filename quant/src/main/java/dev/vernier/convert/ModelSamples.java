package dev.vernier.convert;

import dev.vernier.data.Dataset;
import dev.vernier.data.Loader;
import dev.vernier.data.ModelInput;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Remark;
import dev.vernier.data.Sample;
import dev.vernier.graph.Input;
import dev.vernier.graph.op.TensorType;
import dev.vernier.model.Model;
import dev.vernier.tensor.Counted;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;

/// The samples that one model is given: chosen, checked against its input, and put into batches.
///
/// @param preprocess in the graph's layout, or in the file's
record ModelSamples(Model model, Preprocess preprocess) {
    ModelSamples {
        preprocess = model.form().inGraph(preprocess);
    }

    /// Those of a data set to calibrate on, and of them one shard. Where none is asked for, the first one stands for them.
    ///
    /// @param whole where they come from
    /// @throws InputException where there are none, or they do not fit the model
    Loader calibrated(Dataset whole, CalibrationSource source, int calibrate, Shard shard) {
        Dataset first = whole.first(Math.max(1, calibrate));
        Dataset checked = calibrate > 0 ? covering("calibration", first, whole) : first;
        return loader(shard.of(source.augmentation()
                .map(augmentation -> augmentation.of(fit().of(checked), preprocess.layout())).orElse(checked)));
    }

    /// Those to evaluate on.
    ///
    /// @param samples what is left for it
    /// @param whole where they come from
    /// @param limit how many there may be; empty for all
    /// @throws InputException where there are none, or they do not fit the model
    Loader evaluated(Dataset samples, Dataset whole, OptionalInt limit) {
        Dataset limited = limit.isPresent() ? samples.first(limit.getAsInt()) : samples;
        return evaluated(covering("evaluation", limited, whole));
    }

    /// All samples of a data set, to evaluate on: labels that are known before the samples are read have classes.
    ///
    /// @throws InputException where there are none, or they do not fit the model
    Loader evaluated(Dataset samples) {
        Loader loader = loader(samples);
        samples.listedLabels().filter(listed -> model.readout().isOfClasses())
                .ifPresent(listed -> requireClasses(listed.size(), listed::at, samples));
        return loader;
    }

    /// @param labels of the `n` first samples of a data set
    /// @throws InputException where a sample has a label that the model has no class for
    void requireClasses(int n, IntUnaryOperator labels, Dataset samples) {
        for (int sample = 0; sample < n; sample++) {
            if (labels.applyAsInt(sample) >= model.classes()) {
                throw new InputException(samples.where(sample) + ": label " + labels.applyAsInt(sample)
                        + ", needed less than the " + new Counted(model.classes(), "class") + " that " + model.name()
                        + " tells apart");
            }
        }
    }

    private Dataset covering(String role, Dataset chosen, Dataset whole) {
        return model.readout().isOfClasses() ? Coverage.checked(role, chosen, whole) : chosen;
    }

    /// All samples of a data set.
    ///
    /// @throws InputException where there are none, or they do not fit the model
    Loader loader(Dataset stored) {
        if (stored.size() == 0) {
            throw new InputException(stored.name() + ": 0 samples, needed at least 1");
        }
        InputFit fit = fit();
        Dataset data = fit.of(stored);
        Dataset shown = fit.turns(stored) ? stored : data;
        Sample first = data.sample(0);
        requireLabel(first, data);
        Shape given = fit.taken(first.image().shape(), data.layout());
        if (!preprocess.isSized() && !given.equals(fit.needed())) {
            Shape shape = shown.sample(0).image().shape();
            throw new InputException(data.name() + ": samples " + shape
                    + (fit.turns(shown) || given.equals(shape) ? "" : ", with --preprocess " + preprocess + " " + given)
                    + wanted(fit.asStored(shown)) + fit.advice(shown));
        }
        Loader loader = loaded(data, first.image().dtype());
        if (!loader.shape().equals(fit.needed())) {
            throw new InputException(data.name() + ": samples " + loader.shape() + " after --preprocess " + preprocess
                    + wanted(fit.needed()) + fit.advice(shown));
        }
        requireTypes(data, loader);
        requireClasses(data);
        return loader;
    }

    private InputFit fit() {
        return new InputFit(model.inputs().main().sample(), preprocess, model.form().layout());
    }

    private String wanted(Shape needed) {
        return ", needed " + needed + " as input '" + model.input().name() + "' of " + model.name();
    }

    /// Samples that are codes of the file are decoded, and it is said of them.
    private Loader loaded(Dataset data, DType samples) {
        return model.form().decoding(preprocess, samples).map(decoding -> Loader.of(data.with(Remark.note(data.name()
                + ": " + samples + " samples are the codes that input '" + model.input().name() + "' of " + model.name()
                + " takes: they are decoded, --preprocess " + decoding)), decoding))
                .orElseGet(() -> Loader.of(data, preprocess));
    }

    private void requireTypes(Dataset data, Loader loader) {
        Input main = model.input();
        if (loader.dtype() != main.type().dtype()) {
            throw new InputException(data.name() + ": samples " + loader.dtype() + loader.shape() + ", needed "
                    + main.type().dtype() + " as input '" + main.name() + "' of " + model.name());
        }
        for (ModelInput input : model.inputs().further()) {
            TensorType needed = new TensorType(input.dtype(), input.sample());
            Optional<TensorType> given = Optional.ofNullable(loader.further().get(input.name())).map(TensorType::of);
            if (!given.equals(Optional.of(needed))) {
                throw new InputException(data.name() + ": samples of "
                        + given.map(TensorType::toString).orElse("nothing") + " for input '" + input.name()
                        + "', needed " + needed + " as " + model.name() + " takes");
            }
        }
    }

    private void requireLabel(Sample first, Dataset data) {
        if (model.readout().isOfClasses() && first.label() == Sample.UNLABELLED && first.target().isPresent()) {
            Tensor target = first.target().get();
            throw new InputException(data.where(0) + " has " + target.dtype() + target.shape()
                    + " where its label would be, needed a whole number from 0 or a one-hot row,"
                    + " or --metric mae, rmse or cosine where they are what the model should give");
        }
    }

    private void requireClasses(Dataset data) {
        if (model.readout().isOfClasses() && data.labels().size() > model.classes()) {
            throw new InputException(
                    data.name() + ": " + new Counted(data.labels().size(), "class") + ", needed at most the "
                            + model.classes() + " that " + model.name() + " tells apart");
        }
    }
}
