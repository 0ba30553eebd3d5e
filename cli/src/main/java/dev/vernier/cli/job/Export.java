package dev.vernier.cli.job;

import dev.vernier.data.Preprocess;
import dev.vernier.onnx.OnnxWriter;
import dev.vernier.quant.QdqForm;
import dev.vernier.tensor.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A quantized model's file, with where it comes from in its notes and a card beside it.
public final class Export {
    /// The note that says how the samples were preprocessed that a file was calibrated with.
    static final String PREPROCESS = "vernier.preprocess";

    private Export() {}

    /// @throws InputException where no file can be written there; said before any work is done
    public static void requireWritable(Path file) {
        if (!file.getFileName().toString().endsWith(".onnx")) {
            throw new InputException(file + ": unknown format, known endings: .onnx");
        }
        Path folder = Folders.of(file);
        if (Files.isDirectory(file) || !Files.isWritable(folder)) {
            throw new InputException(file + ": cannot be written, needed a file in a folder that can");
        }
    }

    /// @param source the model that must stay
    /// @throws InputException as [#requireWritable(Path)], and where the file is the source
    public static void requireWritable(Path file, Path source) {
        requireWritable(file);
        Folders.requireOther(file, source);
    }

    /// @throws InputException where the file cannot be written
    public static void write(SourceModel source, Int8 int8, Preprocess preprocess, Path file) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("vernier.version", Version.text());
        provenance.put("vernier.source", source.name());
        provenance.put("vernier.source.sha256", source.content().sha256());
        provenance.put("vernier.qconfig", int8.recipe().qconfig().toYaml());
        provenance.put(PREPROCESS, preprocess.toString());
        provenance.put("vernier.calibration.fingerprint", int8.calibration().fingerprint());
        provenance.put("vernier.calibration.n", Long.toString(int8.calibration().n()));
        QdqForm form = QdqForm.of(int8.model(), provenance);
        OnnxWriter.write(form.graph(), form.notes(), file);
        List<String> labels = source.card().map(Card::labels).orElse(List.of());
        Folders.replace(Card.beside(file), new Card(Optional.of(preprocess), labels).text());
    }
}
