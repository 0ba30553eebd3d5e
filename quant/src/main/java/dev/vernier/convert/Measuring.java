package dev.vernier.convert;

import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.CalibrationFile;
import dev.vernier.calibrate.Observer;
import dev.vernier.calibrate.Ranges;
import dev.vernier.calibrate.SampleIds;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Remark;
import dev.vernier.file.Folders;
import dev.vernier.model.Model;
import dev.vernier.quant.RangeRule;
import dev.vernier.run.Engine;
import dev.vernier.tensor.Counted;
import dev.vernier.tensor.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A model is calibrated, and what was seen is saved. [#check] does all that can fail early.
///
/// @param range the one rule that the file is to serve; empty for all
public record Measuring(
        Quantizable source, Loader samples, Optional<RangeRule> range, Engine engine, Crew crew) {
    /// What was seen, and whether it is enough.
    ///
    /// @param convergence empty where the calibrations were merged, since that needs the model
    public record Result(Calibration<?> calibration, Optional<Convergence> convergence, double seconds) {}

    /// @throws InputException where something is missing or does not fit
    public static Measuring check(Model source, Data data, Shard shard, Recipe recipe,
            Optional<RangeRule> range, Engine engine, Crew crew) {
        Quantizable quantizable = Quantizable.of(source, recipe.allowingUncalibrated());
        Preprocess preprocess = source.preprocess(data.preprocess());
        Loader samples = SampleSets.toCalibrate(source, preprocess, data, recipe.calibrate(), shard);
        return new Measuring(quantizable, samples, range, engine, crew);
    }

    /// @param isContinued whether the file's samples need not be seen again
    public Result run(Path file, boolean isContinued, Listener listener) {
        Remark.tell(samples.dataset().remarks(), listener);
        long start = System.nanoTime();
        Calibrating calibrating = new Calibrating(source, engine, crew);
        Calibration<?> calibration = isContinued
                ? calibrating.run(samples, kind(), Optional.of(new SavedCalibration(file, true)), listener)
                : calibrating.anew(samples, kind(), file, listener);
        double seconds = (System.nanoTime() - start) / 1e9;
        Convergence.Observed ranges = new Convergence.Observed(calibration);
        Model.within(source.source().file(), () -> source.quantizer().quantize(ranges));
        return new Result(calibration, Optional.of(ranges.convergence(source.folded())), seconds);
    }

    private Observer.Kind<?> kind() {
        return range.isPresent() ? Ranges.needs(source.recipe().qconfig()) : Observer.Kind.HISTOGRAM;
    }

    /// Merges files into one.
    ///
    /// @throws InputException where they do not go together
    public static Result merge(List<Path> files, Path output, Listener listener) {
        long start = System.nanoTime();
        Folders.of(output);
        Calibration<?> sum = CalibrationFile.read(files.getFirst());
        for (Path file : files.subList(1, files.size())) {
            Calibration<?> part = CalibrationFile.read(file);
            SampleIds seen = sum.samples();
            int twice = seen.overlap(part.samples());
            if (twice > 0) {
                listener.warn("warning: " + file + ": " + twice + " of its " + new Counted(part.n(), "sample")
                        + (twice == 1 ? " is" : " are") + " in the files before it too, and "
                        + (twice == 1 ? "counts" : "count") + " twice");
            }
            try {
                sum = sum.merge(part);
            } catch (InputException other) {
                throw new InputException(file + ": " + other.getMessage() + " to merge with " + files.getFirst(),
                        other);
            }
        }
        CalibrationFile.write(output, sum);
        return new Result(sum, Optional.empty(), (System.nanoTime() - start) / 1e9);
    }
}
