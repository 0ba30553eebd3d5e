package dev.vernier.convert;

import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.CalibrationFile;
import dev.vernier.calibrate.Calibrator;
import dev.vernier.calibrate.Observer;
import dev.vernier.calibrate.Statistic;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.file.Folders;
import dev.vernier.model.Model;
import dev.vernier.run.Engine;
import dev.vernier.tensor.Counted;
import dev.vernier.tensor.InputException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;

/// Calibration of a model: from nothing, from a file, or on from a file. Where there is a file to write, Ctrl-C saves what
/// was seen until then.
record Calibrating(Quantizable quantizable, Engine engine, Crew crew) {
    /// @param kind what is needed of each tensor
    /// @throws InputException where an activation is not finite, or the file does not suit
    /// @throws CancellationException where it was interrupted; what was seen is saved then
    Calibration<?> run(Loader samples, Observer.Kind<?> kind, Optional<SavedCalibration> saved, Listener listener) {
        Optional<Calibration<?>> before = saved.flatMap(SavedCalibration::read);
        before.ifPresent(calibration -> requireSuitable(saved.orElseThrow().file(), calibration, kind, samples));
        if (before.isPresent() && !saved.orElseThrow().isContinued()) {
            listener.note("calibration: " + new Counted(before.get().n(), "sample") + " from " + saved.get().file());
            return before.get();
        }
        Calibration<?> start = before.orElseGet(() -> Calibration.none(experiment(samples), kind, tensors()));
        return saved.isPresent()
                ? extendAndSave(start, samples, saved.get().file(), listener)
                : Model.within(source().file(), () -> listener.during("calibration", samples.dataset().size(),
                        progress -> calibrator(start).calibrate(samples, crew.batch(), crew.threads(), progress)));
    }

    /// What is known before any sample.
    Calibration<?> nothing(Loader samples, Observer.Kind<?> kind) {
        return Calibration.none(experiment(samples), kind, tensors());
    }

    /// Begins a file, whatever stood there before.
    ///
    /// @throws InputException as [#run]
    /// @throws CancellationException as [#run]
    Calibration<?> anew(Loader samples, Observer.Kind<?> kind, Path file, Listener listener) {
        return extendAndSave(Calibration.none(experiment(samples), kind, tensors()), samples, file, listener);
    }

    /// Goes on with a calibration, and writes it whatever ends it.
    ///
    /// @throws CancellationException where it was interrupted
    private <S extends Statistic<S>> Calibration<S> extendAndSave(
            Calibration<S> start, Loader samples, Path file, Listener listener) {
        Folders.of(file);
        try (Interruption interruption = Interruption.listen()) {
            listener.note("calibration: Ctrl-C saves what was seen to " + file);
            Calibration<S> seen = Model.within(source().file(),
                    () -> listener.during("calibration", samples.dataset().size(), progress -> calibrator(start)
                            .resume(start, samples, crew.batch(), crew.threads(), progress,
                                    interruption::isRequested)));
            if (!seen.equals(start) || !interruption.isRequested()) {
                CalibrationFile.write(file, seen);
            }
            if (interruption.isRequested()) {
                String text = "interrupted: " + new Counted(seen.n(), "sample")
                        + (seen.n() == 1 ? " is in " : " are in ") + file + ", --resume goes on from there";
                listener.warn(text);
                throw new CancellationException(text);
            }
            return seen;
        }
    }

    private <S extends Statistic<S>> Calibrator<S> calibrator(Calibration<S> start) {
        return new Calibrator<>(engine, quantizable.folded(), start.statistics().keySet(), start.kind(),
                start.experiment());
    }

    private void requireSuitable(Path file, Calibration<?> calibration, Observer.Kind<?> kind, Loader samples) {
        try {
            calibration.requireExperiment(experiment(samples));
        } catch (InputException other) {
            throw new InputException(file + ": " + other.getMessage(), other);
        }
        if (kind.equals(Observer.Kind.HISTOGRAM) && !calibration.kind().equals(kind)) {
            throw new InputException(file + ": minimum and maximum alone (calibrated with --range minmax), needed"
                    + " histograms for this range rule; calibrate without --range");
        }
        Set<String> missing = new TreeSet<>(tensors());
        missing.removeAll(calibration.statistics().keySet());
        if (!missing.isEmpty()) {
            throw new InputException(file + ": calibration without the tensors " + String.join(", ", missing)
                    + ", needed by this qconfig; calibrate with the same --qconfig");
        }
    }

    private Model source() {
        return quantizable.source();
    }

    /// The activations that are needed.
    private Set<String> tensors() {
        return quantizable.placement().observed();
    }

    /// The type of the only input, or names and types of several.
    private String inputs() {
        return source().inputs().further().isEmpty()
                ? source().input().type().toString()
                : source().inputs().toString();
    }

    /// What samples go through: nothing that differs between shards of them.
    private String experiment(Loader samples) {
        return "model sha256 " + source().stored().sha256() + "\ninput " + inputs() + "\npreprocess "
                + samples.preprocess();
    }
}
