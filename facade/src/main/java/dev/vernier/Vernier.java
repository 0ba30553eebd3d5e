package dev.vernier;

import dev.vernier.audit.Audit;
import dev.vernier.audit.Auditing;
import dev.vernier.audit.Equipment;
import dev.vernier.audit.MoreRungs;
import dev.vernier.audit.Witnesses;
import dev.vernier.convert.Crew;
import dev.vernier.convert.Int8;
import dev.vernier.convert.Quantizable;
import dev.vernier.convert.Recipe;
import dev.vernier.convert.SampleSets;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.data.Remark;
import dev.vernier.data.Samples;
import dev.vernier.file.Folders;
import dev.vernier.file.TemporaryPath;
import dev.vernier.keras.KerasFormat;
import dev.vernier.model.FileForm;
import dev.vernier.model.Format;
import dev.vernier.model.InputShapes;
import dev.vernier.model.Model;
import dev.vernier.model.WritableFormat;
import dev.vernier.onnx.OnnxFormat;
import dev.vernier.quant.QConfig;
import dev.vernier.run.Engine;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tflite.TfliteFormat;
import dev.vernier.tflite.TfliteWriter;
import dev.vernier.witness.OnnxRuntimeEngine;
import dev.vernier.witness.TfliteEngine;
import dev.vernier.witness.TfliteKernels;
import dev.vernier.witness.Witness;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The door: reads models, quantizes them, writes them, and audits what became of their accuracy. Results never depend on
/// the number of threads. Safe for use by several threads at once, as far as its listener is.
///
/// ```java
/// Vernier vernier = Vernier.standard();
/// Model resnet = vernier.read(Path.of("resnet20.onnx"));
/// Model int8 = vernier.quantize(resnet, QConfig.X86, Samples.of("cifar10:data:train", Preprocess.IMAGENET).first(1024));
/// vernier.write(int8, Path.of("int8.onnx"));
/// Audit audit = vernier.audit(resnet, int8, Samples.of("cifar10:data:test", Preprocess.IMAGENET));
/// ```
public final class Vernier {
    private static final int BATCH = 64;

    /// The formats of files that are written, and read back. A new one is a line here.
    private static final List<WritableFormat> WRITTEN = List.of(new OnnxFormat(), new TfliteFormat());

    /// Those of files that are only read.
    private static final List<Format> READ = List.of(new KerasFormat());

    private final Engine engine;
    private final List<WritableFormat> written;
    private final Crew crew;
    private final Listener listener;

    private Vernier(Engine engine, List<WritableFormat> written, Crew crew, Listener listener) {
        this.engine = engine;
        this.written = written;
        this.crew = crew;
        this.listener = listener;
    }

    /// On oneDNN, as many threads as there are processors, silent.
    public static Vernier standard() {
        return new Vernier(EngineName.ONEDNN.engine(), WRITTEN,
                new Crew(BATCH, Runtime.getRuntime().availableProcessors()),
                Listener.NONE);
    }

    /// The same on another engine.
    ///
    /// @throws InputException where it cannot run every form of a quantized model
    public Vernier on(EngineName name) {
        return new Vernier(name.forEveryStage(), written, crew, listener);
    }

    /// The same with another spread of the work.
    public Vernier with(Crew others) {
        return new Vernier(engine, written, others, listener);
    }

    /// The same, heard by somebody.
    public Vernier with(Listener other) {
        return new Vernier(engine, written, crew, other);
    }

    /// The same, whose quantized `.tflite` files take and give codes where TensorFlow Lite's would take and give reals.
    public Vernier withCodesAtTheEnds() {
        return new Vernier(engine, List.of(new OnnxFormat(), new TfliteFormat(TfliteWriter.Ends.CODES)), crew,
                listener);
    }

    /// A model as its file holds it, with the card that lies beside it.
    ///
    /// @throws InputException where the file is missing, of no known format, malformed, or holds no classifier
    public Model read(Path file) {
        return read(file, InputShapes.DECLARED);
    }

    /// The same, inferred anew for another shape of its only input.
    ///
    /// @throws InputException as [#read(Path)], and where the shape does not suit it
    public Model read(Path file, Optional<Shape> inputShape) {
        return read(file, InputShapes.given(inputShape.map(shape -> Map.of("", shape)).orElse(Map.of())));
    }

    /// The same for other shapes of its inputs, such as [dev.vernier.convert.SampleShapes].
    ///
    /// @throws InputException as [#read(Path)], and where the shapes do not suit it
    public Model read(Path file, InputShapes shapes) {
        Model model = Model.read(file, form(file, shapes));
        model.changes().forEach(change -> listener.note(model.name() + ": " + change));
        return model;
    }

    /// What a file holds, before it is known to be a model of samples.
    ///
    /// @throws InputException where the file is missing, of no known format or malformed, and where the shapes do not suit it
    public static FileForm form(Path file, InputShapes shapes) {
        return formatOf(file, READ).or(() -> formatOf(file, WRITTEN)).orElse(WRITTEN.getFirst()).form(file, shapes);
    }

    /// Writes a model with its notes, and its card beside it.
    ///
    /// @throws InputException where the file's ending is not known, or it cannot be written
    public void write(Model model, Path file) {
        requireWritable(file);
        formatOf(file, written).orElseThrow().write(model, file)
                .forEach(change -> listener.note(file.getFileName() + ": " + change));
    }

    /// @param kept files that must stay as they are
    /// @throws InputException where no model can be written there; said before any work is done
    public static void requireWritable(Path file, Path... kept) {
        if (formatOf(file, WRITTEN).isEmpty()) {
            throw unknown(file);
        }
        Folders.requireWritable(file);
        Folders.requireOther(file, kept);
    }

    /// How the names of files end that hold what is made of a model: as the model's own, where that is written.
    public static String ending(Path model) {
        return formatOf(model, WRITTEN).orElse(WRITTEN.getFirst()).endings().getFirst();
    }

    private static InputException unknown(Path file) {
        return new InputException(file + (formatOf(file, READ).isPresent() ? ": a format that is only read"
                : ": unknown format") + ", known endings: "
                + WRITTEN.stream().flatMap(format -> format.endings().stream()).collect(Collectors.joining(", ")));
    }

    private static <F extends Format> Optional<F> formatOf(Path file, List<F> known) {
        return known.stream().filter(format -> format.endings().stream().anyMatch(file.toString()::endsWith))
                .findFirst();
    }

    /// Quantizes a float model to int8, as `vernier quantize` does: batch norm folded, ranges calibrated on all the
    /// samples, and where the model comes from in its notes.
    ///
    /// @throws InputException where there is nothing to quantize, the samples do not fit, or a value is not finite
    public Model quantize(Model model, QConfig qconfig, Samples samples) {
        Recipe recipe = new Recipe(qconfig, samples.dataset().size(), false, Optional.empty());
        Quantizable quantizable = Quantizable.of(model, recipe);
        Loader loader = SampleSets.loader(model, samples);
        Remark.tell(loader.dataset().remarks(), listener);
        return Int8.of(quantizable, loader, engine, crew, listener).toModel(loader.preprocess());
    }

    /// Runs the same samples through every form of the candidate, and looks for the causes of what changed: each is proved
    /// by undoing it alone.
    ///
    /// @param reference that the candidate was made from
    /// @param candidate quantized by anybody, or float
    /// @throws InputException where the two, or the samples, do not fit
    public Audit audit(Model reference, Model candidate, Samples samples) {
        try (TemporaryPath folder = TemporaryPath.folder()) {
            Model original = stored(reference, folder.path().resolve("reference"));
            return Auditing.check(original, stored(candidate, folder.path().resolve("candidate")),
                    SampleSets.of(original, samples), equipment()).run(MoreRungs.NONE, listener);
        }
    }

    /// A model that lies in a file, as other runtimes need it.
    private Model stored(Model model, Path place) {
        if (model.content().isPresent()) {
            return model;
        }
        Path file = place.resolveSibling(place.getFileName() + WRITTEN.getFirst().endings().getFirst());
        write(model, file);
        return read(file);
    }

    /// What its models are run, read and written with, as ONNX files.
    public Equipment equipment() {
        return equipment(written.getFirst());
    }

    /// The same, for a model that is written as a file of that name.
    ///
    /// @throws InputException where its ending is not known
    public Equipment equipment(Path file) {
        return equipment(formatOf(file, written).orElseThrow(() -> unknown(file)));
    }

    private Equipment equipment(WritableFormat format) {
        return new Equipment(engine, format, new Witnesses(new OnnxRuntimeEngine(Witness.AS_IT_COMES),
                new OnnxRuntimeEngine(Witness.EXACT), new TfliteEngine(TfliteKernels.BUILTIN), Witness::differ), crew);
    }
}
