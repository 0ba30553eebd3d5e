package dev.vernier.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.data.Augment;
import dev.vernier.data.Augmentation;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Dataset;
import dev.vernier.data.Layout;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Remark;
import dev.vernier.data.Samples;
import dev.vernier.file.Npz;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.op.Contract;
import dev.vernier.model.FileForm;
import dev.vernier.model.InputForm;
import dev.vernier.model.Model;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QdqForm;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSamplesTest {
    private static final InputForm CHANNELS_LAST = new InputForm(Layout.NHWC, Optional.empty());

    @TempDir
    private Path folder;

    /// Of an image `[2, 2, 3]` in the graph.
    private Model model(InputForm form) throws IOException {
        return model(form, "x: f32[n, 2, 2, 3]\ny = flatten x {axis = 1}\nreturn y");
    }

    private Model model(InputForm form, String graph) throws IOException {
        Path file = Files.writeString(folder.resolve("model.any"), "content");
        return Model.read(file, new FileForm(new QdqForm(GraphText.parse(graph), Map.of()), form, false, List.of(),
                Contract.ONEDNN, FileForm.Origin.UNKNOWN));
    }

    private Dataset array(Tensor x) {
        Path file = folder.resolve("x.npz");
        Npz.write(file, Map.of("x", x));
        return DataSpec.parse("npz:" + file).open();
    }

    private static Tensor counting(DType type, int... sizes) {
        long[] values = new long[Shape.of(sizes).elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return Tensor.ofLongs(type, Shape.of(sizes), values);
    }

    private static float[] first(Loader loader) {
        return loader.load(0, 1).x().floats();
    }

    @Test
    void takesArraysWhoseLayoutNobodyToldAsTheFileTakesThem() throws IOException {
        Dataset stored = array(counting(DType.U8, 1, 2, 3, 2));
        float[] turned = {0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11};
        assertArrayEquals(turned,
                first(SampleSets.loader(model(CHANNELS_LAST), new Samples(stored, Preprocess.RAW))));
        Dataset told = DataSpec.parse(stored.name()).in(Layout.NHWC).open();
        assertArrayEquals(turned,
                first(SampleSets.loader(model(InputForm.OF_GRAPH), new Samples(told, Preprocess.RAW))));
        assertEquals(told.sample(0).id(), new InputFit(Shape.of(2, 2, 3), Preprocess.RAW, Layout.NHWC).of(stored)
                .sample(0).id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "raw,layout=nhwc", "raw,layout=nchw"})
    void meansTheSameWhateverLayoutIsSaidOfAFileThatKeepsTheChannelsLast(String how) throws IOException {
        Model model = model(CHANNELS_LAST);
        assertEquals(Preprocess.RAW, model.preprocess(Optional.of(Preprocess.parse(how))));
        Samples samples = new Samples(array(Tensor.of(Shape.of(1, 2, 3, 2), new float[12])), Preprocess.parse(how));
        Loader loader = SampleSets.loader(model, samples);
        assertEquals(Preprocess.RAW, loader.preprocess());
        assertEquals(Shape.of(2, 2, 3), loader.shape());
    }

    @Test
    void resizesArraysThatKeepTheChannelsLast() throws IOException {
        Samples samples =
                new Samples(array(counting(DType.U8, 1, 4, 6, 2)), Preprocess.parse("raw,resize=2x3"));
        assertEquals(Shape.of(2, 2, 3), SampleSets.loader(model(CHANNELS_LAST), samples).shape());
    }

    @Test
    void turnsArraysBeforeTheyAreAugmented() throws IOException {
        ModelSamples samples = new ModelSamples(model(CHANNELS_LAST), Preprocess.RAW);
        CalibrationSource flipped = new CalibrationSource(Optional.empty(),
                Optional.of(new Augmentation(List.of(Augment.FLIP), 0, 0, 1)));
        Loader loader = samples.calibrated(array(counting(DType.U8, 4, 2, 3, 2)), flipped, 4, Shard.WHOLE);
        assertEquals(Shape.of(2, 2, 3), loader.shape());
    }

    @Test
    void addsAxesOfOneWhereTheFileHasThem() throws IOException {
        Model model = model(CHANNELS_LAST, "x: f32[n, 5, 1, 5]\ny = flatten x {axis = 1}\nreturn y");
        Dataset stored = array(counting(DType.U8, 1, 5, 5));
        float[] values = first(SampleSets.loader(model, new Samples(stored, Preprocess.RAW)));
        assertArrayEquals(new float[] {0, 5, 10, 15, 20}, Arrays.copyOf(values, 5));
    }

    @Test
    void saysWhatTheFileNeedsOfArraysThatDoNotFit() throws IOException {
        Samples samples = new Samples(array(counting(DType.U8, 1, 2, 2, 3)), Preprocess.RAW);
        Model model = model(CHANNELS_LAST);
        InputException unfit = assertThrows(InputException.class, () -> SampleSets.loader(model, samples));
        assertTrue(unfit.getMessage().endsWith("samples [2, 2, 3], needed [2, 3, 2] as input 'x' of model.any"
                + " (--layout nchw where the samples are stored [c, h, w])"), unfit.getMessage());
    }

    @Test
    void decodesSamplesThatAreCodesOfTheFile() throws IOException {
        Model model = model(new InputForm(Layout.NHWC, Optional.of(QParams.perTensor(DType.I8, 0.25f, -128))));
        Tensor codes = Tensor.ofLongs(DType.I8, Shape.of(1, 2, 3, 2), -128, -127, -126, -125, 0, 1, 2, 3, 4, 5, 6, 127);
        Loader loader = SampleSets.loader(model, new Samples(array(codes), Preprocess.RAW));
        assertArrayEquals(new float[] {0, 0.5f, 32, 32.5f, 33, 33.5f, 0.25f, 0.75f, 32.25f, 32.75f, 33.25f, 63.75f},
                first(loader));
        Remark remark = loader.dataset().remarks().getLast();
        assertTrue(remark.text().endsWith("i8 samples are the codes that input 'x' of model.any takes: they are"
                + " decoded, --preprocess scale=1,mean=-128,std=4"), remark.text());
        assertEquals("scale=1,mean=-128,std=4", loader.preprocess().toString());
    }

    @Test
    void takesSamplesOfAnotherTypeOrPreprocessedOnesAsReals() throws IOException {
        Model model = model(new InputForm(Layout.NCHW, Optional.of(QParams.perTensor(DType.U8, 0.25f, 3))));
        Dataset bytes = array(counting(DType.U8, 1, 2, 2, 3));
        assertEquals(Preprocess.UNIT, SampleSets.loader(model, new Samples(bytes, Preprocess.UNIT)).preprocess());
        Dataset reals = array(Tensor.of(Shape.of(1, 2, 2, 3), new float[12]));
        assertEquals(Preprocess.RAW, SampleSets.loader(model, new Samples(reals, Preprocess.RAW)).preprocess());
    }

    @Test
    void decodesToRealsThatHaveTheSameCodesAgain() {
        for (float scale : new float[] {1 / 3f, 1 / 255f, 0.0078431377f, 3.9e-5f, 117.3f}) {
            for (DType type : List.of(DType.I8, DType.U8)) {
                int zero = (int) ((type.min() + type.max()) / 2);
                QParams params = QParams.perTensor(type, scale, zero);
                Preprocess decoding =
                        new InputForm(Layout.NCHW, Optional.of(params)).decoding(Preprocess.RAW).orElseThrow();
                for (long code = type.min(); code <= type.max(); code++) {
                    float real = decoding.apply(Tensor.ofLongs(type, Shape.of(1), code)).floatAt(0);
                    assertEquals(code, params.code(real, 0));
                    assertEquals((code - zero) * scale, real, Math.ulp(real));
                }
            }
        }
    }
}
