package dev.vernier.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.data.DataSpec;
import dev.vernier.data.Dataset;
import dev.vernier.data.Layout;
import dev.vernier.data.Preprocess;
import dev.vernier.file.Npz;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputFitTest {
    @TempDir
    private Path folder;

    private Dataset array(String shape) {
        Path file = folder.resolve("x.npz");
        Shape whole = Shape.parse(shape);
        Npz.write(file, Map.of("x", Tensor.ofU8(whole, new byte[whole.elementCount()])));
        return DataSpec.parse("npz:" + file).open();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[2, 28, 28] | raw | [1, 28, 28] | [1, 28, 28]",
        "[2, 28, 28] | raw,layout=nhwc | [28, 28, 1] | [28, 28, 1]", "[2, 5] | raw | [5, 1, 1] | [5, 1, 1]",
        "[2, 1, 5] | raw | [5] | [5]", "[2, 28, 28] | raw,resize=32 | [1, 32, 32] | [1, 28, 28]",
        "[2, 28, 28] | raw,resize=32 | [3, 32, 32] | [28, 28]", "[2, 28, 28] | raw | [3, 28, 28] | [28, 28]",
        "[2, 784] | raw | [1, 28, 28] | [784]", "[2, 28, 14] | raw | [14, 28] | [28, 14]"})
    void addsAndTakesAwayAxesOfOneOnly(String stored, String preprocess, String needed, String shape) {
        Dataset fitted = new InputFit(Shape.parse(needed), Preprocess.parse(preprocess), Layout.NCHW).of(array(stored));
        assertEquals(Shape.parse(shape), fitted.sample(1).image().shape());
        assertEquals(array(stored).where(1), fitted.where(1));
    }

    @Test
    void leavesImagesAlone() {
        Dataset images = array("[2, 3, 3, 1]");
        Dataset known = DataSpec.parse(images.name()).in(Layout.NHWC).open();
        assertSame(known, new InputFit(Shape.of(3, 3), Preprocess.RAW, Layout.NCHW).of(known));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[2, 8, 8, 3] | raw | [3, 8, 8] | --layout nhwc",
        "[2, 9, 9, 3] | raw,resize=8 | [3, 8, 8] | --layout nhwc",
        "[2, 3, 8, 8] | raw | [8, 8, 3] | layout=nhwc in --preprocess where the model takes [h, w, c], and --layout nchw",
        "[2, 3, 8, 8] | raw | [1, 8, 8] | channels=gray", "[2, 8, 8, 3] | raw,layout=nhwc | [8, 8, 1] | channels=gray"})
    void saysWhatMakesSamplesFit(String stored, String preprocess, String needed, String advice) {
        String given =
                new InputFit(Shape.parse(needed), Preprocess.parse(preprocess), Layout.NCHW).advice(array(stored));
        assertTrue(given.contains(advice), given);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[2, 8, 8, 3] | [4, 8, 8]", "[2, 3, 8, 8] | [3, 9, 9]", "[2, 5] | [3, 9, 9]"})
    void saysNothingWhereNothingIsKnownToHelp(String stored, String needed) {
        assertEquals("", new InputFit(Shape.parse(needed), Preprocess.RAW, Layout.NCHW).advice(array(stored)));
    }

    @Test
    void tellsTheShapeThatPreprocessingMakes() {
        InputFit gray = new InputFit(Shape.of(8, 9, 1), Preprocess.parse("raw,layout=nhwc,channels=gray"), Layout.NCHW);
        assertEquals(Shape.of(8, 9, 1), gray.taken(Shape.of(3, 8, 9), Optional.of(Layout.NCHW)));
        assertEquals(Shape.of(8, 9, 1), gray.taken(Shape.of(8, 9, 3), Optional.empty()));
        assertEquals(Shape.of(5), gray.taken(Shape.of(5), Optional.empty()));
    }
}
