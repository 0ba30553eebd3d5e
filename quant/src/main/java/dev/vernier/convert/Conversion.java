package dev.vernier.convert;

import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Remark;
import dev.vernier.model.Model;
import dev.vernier.model.WritableFormat;
import dev.vernier.run.Engine;
import java.nio.file.Path;

/// A float model is quantized and written, and nothing is evaluated. [#check] does all that can fail early.
public record Conversion(Quantizable quantizable, Loader samples, Preprocess preprocess, Engine engine, Crew crew) {
    /// @throws dev.vernier.tensor.InputException where something is missing or does not fit
    public static Conversion check(Model source, Data data, Recipe recipe, Engine engine, Crew crew) {
        Quantizable quantizable = Quantizable.of(source, recipe);
        Preprocess preprocess = source.preprocess(data.preprocess());
        Loader samples = SampleSets.toCalibrate(source, preprocess, data, Math.max(1, recipe.calibrate()), Shard.WHOLE);
        return new Conversion(quantizable, samples, samples.preprocess(), engine, crew);
    }

    public Int8 run(WritableFormat format, Path file, Listener listener) {
        Remark.tell(samples.dataset().remarks(), listener);
        Int8 int8 = Int8.of(quantizable, samples, engine, crew, listener);
        Model.within(quantizable.source().file(), () -> format.write(int8.toModel(preprocess), file))
                .forEach(change -> listener.note(file.getFileName() + ": " + change));
        return int8;
    }
}
