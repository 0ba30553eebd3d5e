package dev.vernier.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.convert.CalibrationSource;
import dev.vernier.convert.Data;
import dev.vernier.convert.SampleShapes;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Layout;
import dev.vernier.data.Listener;
import dev.vernier.data.Preprocess;
import dev.vernier.file.Npz;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.Padding;
import dev.vernier.model.InputShapes;
import dev.vernier.model.Model;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class KerasFormatTest {
    @TempDir
    private Path folder;

    private static Model read(Path file) {
        return new KerasFormat().read(file, InputShapes.DECLARED);
    }

    private static void assertRefused(Path file, String needed) {
        String message = assertThrows(InputException.class, () -> read(file)).getMessage();
        assertTrue(message.startsWith(file.toString()) && message.contains(needed), message);
        assertEquals(1, message.lines().count(), message);
    }

    /// A `.keras` file whose network is written otherwise, every time that a pattern is in it.
    private Path changed(String name, String pattern, String other) throws IOException {
        Path file = Golden.file(name, folder);
        Path changed = folder.resolve("changed.keras");
        try (ZipFile from = new ZipFile(file.toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(changed))) {
            for (ZipEntry entry : from.stream().toList()) {
                byte[] content = from.getInputStream(entry).readAllBytes();
                to.putNextEntry(new ZipEntry(entry.getName()));
                to.write(entry.getName().equals("config.json")
                        ? new String(content, StandardCharsets.UTF_8).replaceAll(pattern, other)
                                .getBytes(StandardCharsets.UTF_8)
                        : content);
            }
        }
        return changed;
    }

    @Test
    void takesImagesAsTheFileDoes() throws IOException {
        Model model = read(Golden.file("plain.keras", folder));
        assertEquals(Layout.NHWC, model.form().layout());
        assertEquals(Shape.of(Shape.N, 2, 8, 7), model.input().type().shape());
        assertEquals(Preprocess.UNIT, model.preprocess(Optional.of(Preprocess.parse("unit,layout=nhwc"))));
        assertEquals(List.of("classes"), model.graph().outputs());
        assertTrue(model.reshaped());
    }

    @Test
    void infersAnewForAnotherSizeOfImages() throws IOException {
        Path file = Golden.file("nested.keras", folder);
        assertEquals(Shape.of(Shape.N, 3, 16, 16), read(file).input().type().shape());
        Path open = changed("nested.keras", "\"batch_shape\": \\[null, 16, 16, 3\\]",
                "\"batch_shape\": [null, null, null, 3]");
        assertRefused(open, "input 'image': axis 1 has size null, needed a number: give it with --input-shape");
        Model model = new KerasFormat().read(open, InputShapes.given(Map.of("", Shape.of(1, 16, 16, 3))));
        assertEquals(Shape.of(Shape.N, 3, 16, 16), model.input().type().shape());
    }

    @Test
    void takesSizesThatTheFileLeavesOpenFromArraysThatLieAsItTakesThem() throws IOException {
        Path open = changed("nested.keras", "\"batch_shape\": \\[null, 16, 16, 3\\]",
                "\"batch_shape\": [null, null, null, 3]");
        Path arrays = folder.resolve("x.npz");
        Npz.write(arrays, Map.of("x", Tensor.ofU8(Shape.of(2, 16, 16, 3), new byte[2 * 16 * 16 * 3])));
        Data data = new Data(DataSpec.parse("npz:" + arrays), OptionalInt.empty(), CalibrationSource.DEFAULT,
                Optional.of(Preprocess.parse("raw,layout=nhwc")));
        InputShapes taken = new SampleShapes(open, Map.of(), data, Listener.NONE);
        Model model = new KerasFormat().read(open, taken);
        assertEquals(Shape.of(Shape.N, 3, 16, 16), model.input().type().shape());
    }

    @Test
    void padsBehindWhereAnOddPositionIsLeft() throws IOException {
        List<Padding> paddings = read(Golden.file("nested.keras", folder)).graph().nodes().stream().map(Node::op)
                .filter(Conv.class::isInstance).map(op -> ((Conv) op).window().padding()).toList();
        assertEquals(new Padding.Explicit(List.of(0, 0), List.of(1, 1)), paddings.getFirst());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"class_name\": \"MaxPooling2D\"|\"class_name\": \"Lambda\"|layer 'max_pooling2d' (Lambda): Python code, which is never run",
        "\"class_name\": \"MaxPooling2D\"|\"class_name\": \"MyPool\"|layer 'max_pooling2d' (MyPool): a layer that is not known",
        "\"padding\": \"valid\"|\"padding\": \"full\"|padding = \"full\", needed same or valid",
        "\"channels_last\"|\"channels_first\"|data_format = \"channels_first\", needed channels_last",
        "\"units\": 6|\"units\": 7|'/layers/dense/vars/0' is [24, 6], needed [24, 7]",
        "\"units\": 6|\"units\": 2147483647|shape [24, 2147483647] has more than",
        "\"units\": 6|\"units\": \"many\"|units = \"many\", needed a whole number",
        "\"pool_size\": \\[2, 2\\]|\"pool_size\": [0, 2]|kernel = [0, 2]",
        "\"activation\": \"softmax\"|\"activation\": \"sparsemax\"|activation = sparsemax, which is unknown",
        "\"class_name\": \"Sequential\"|\"class_name\": \"Mine\"|model of class \"Mine\", needed a Sequential or Functional one",
        "\"epsilon\": 0.001|\"epsilon\": 1e999|epsilon = "})
    void saysWhatOfALayerCannotBe(String pattern, String other, String message) throws IOException {
        assertRefused(changed("plain.keras", pattern, other), message);
    }

    @Test
    void listsAllLayersThatCannotBeReadTogether() throws IOException {
        Path file = changed("pools.keras", "\"class_name\": \"(Global\\w+|Max\\w+)\"", "\"class_name\": \"My$1\"");
        assertRefused(file, "7 layers cannot be read: layer 'max' (MyMaxPooling2D): a layer that is not known; layer");
    }

    @Test
    void refusesLayersThatWaitForEachOther() throws IOException {
        Path file = changed("nested.keras", "\"keras_history\": \\[\"image\", 0, 0\\]",
                "\"keras_history\": [\"pool\", 0, 0]");
        assertRefused(file, "wait for each other, needed an order");
    }

    @Test
    void takesNoMemoryForNumbersThatTheFileDoesNotHold() throws IOException {
        Path file = changed("images.keras", "\"batch_shape\": \\[null, 6, 5, 4\\]",
                "\"batch_shape\": [null, 1, 1, 1000000000]");
        assertRefused(file, "gamma of 1000000000 equal numbers, needed at most 4194304");
    }

    @Test
    void endsWhereNetworksInNetworksMultiply() {
        String network = "{\"class_name\": \"Dropout\", \"name\": \"part\", \"config\": {\"name\": \"part\"}";
        for (int depth = 0; depth < 18; depth++) {
            String calls = ", \"inbound_nodes\": [[[\"x\", 0, 0, {}]], [[\"part\", 0, 0, {}]]]}";
            network =
                    "{\"class_name\": \"Functional\", \"name\": \"part\", \"config\": {\"name\": \"part\", \"layers\": ["
                            + "{\"class_name\": \"InputLayer\", \"name\": \"x\", \"inbound_nodes\": [],"
                            + " \"config\": {\"name\": \"x\", \"batch_input_shape\": [null, 3]}}, " + network + calls
                            + "], \"input_layers\": [[\"x\", 0, 0]], \"output_layers\": [[\"part\", 1, 0]]}";
        }
        Network read = NetworkReader.read(JsonMapper.shared().readTree(network + "}"));
        String message = assertThrows(IllegalArgumentException.class,
                () -> new GraphReader((layer, role, shape) -> null, 2, InputShapes.DECLARED).read(read)).getMessage();
        assertTrue(message.startsWith("more than 20000 calls of layers"), message);
    }

    @Test
    void refusesWhatIsNoKerasFile() throws IOException {
        assertRefused(folder.resolve("none.h5"), "no such file, needed a Keras model");
        assertRefused(Files.write(folder.resolve("empty.h5"), new byte[0]), "needed a Keras model");
        assertRefused(Files.writeString(folder.resolve("text.keras"), "version https://git-lfs.github.com/spec/v1"),
                "needed the file itself: git lfs pull");
        Path zip = folder.resolve("other.keras");
        try (ZipOutputStream stream = new ZipOutputStream(Files.newOutputStream(zip))) {
            stream.putNextEntry(new ZipEntry("data.pkl"));
        }
        assertRefused(zip, "a ZIP archive without config.json");
    }

    @Test
    void refusesLinksThatLeadElsewhere() throws IOException {
        assertRefused(Golden.file("linked.h5", folder), "' is a link elsewhere, needed the data itself");
        assertRefused(Golden.file("external.h5", folder), "' is a link elsewhere, needed the data itself");
    }

    @Test
    void endsWhereStructuresLeadBackToThemselves() throws IOException {
        BoundedStorage storage = new BoundedStorage(ByteBuffer.wrap(Golden.bytes("plain.h5")));
        IllegalArgumentException endless = assertThrows(IllegalArgumentException.class, () -> {
            while (true) {
                storage.readBufferFromAddress(0, Long.BYTES);
            }
        });
        assertEquals("structures that lead back to themselves, needed a tree", endless.getMessage());
    }

    @Test
    void refusesArchivesThatArePackedTooTightly() throws IOException {
        Path bomb = folder.resolve("bomb.keras");
        try (ZipOutputStream stream = new ZipOutputStream(Files.newOutputStream(bomb))) {
            stream.putNextEntry(new ZipEntry("config.json"));
            stream.write(new byte[32 << 20]);
        }
        assertRefused(bomb, "config.json has 33554432 bytes packed into ");
    }
}
