package dev.vernier.quant.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.quant.CodeType;
import dev.vernier.quant.Granularity;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QOverride;
import dev.vernier.quant.Range;
import dev.vernier.quant.RangeRule;
import dev.vernier.quant.RuntimeRules;
import dev.vernier.quant.Setting;
import dev.vernier.quant.Symmetry;
import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QConfigFileTest {
    private static final String WHOLE = """
            base: fbgemm
            activations:
              dtype: qint8
              scheme: symmetric
              range: percentile:99.99
              reduce_range: false
              power_of_two: true
            weights:
              dtype: qint4
              scheme: affine
              granularity: per_tensor
              range: mse
            rules: tflite
            overrides:
              - match: "head/*"
                float: true
              - match: "conv"
                activations: {dtype: qint16, range: minmax}
                weights: {granularity: per_channel, power_of_two: true}
              - match: "relu_7"
                range: [0, 6.5]
              - match: "a \\"quoted\\" \\\\ name"
                float: false
            """;

    @TempDir
    private Path folder;

    private static QConfig parse(String text) {
        return QConfigFile.parse("recipe.yaml", text);
    }

    private static String refusal(String text) {
        return assertThrows(InputException.class, () -> parse(text)).getMessage();
    }

    @Test
    void readsEveryKey() {
        assertEquals(
                new QConfig("fbgemm", QConfig.FBGEMM.activations(), QConfig.FBGEMM.weights(), RuntimeRules.TFLITE,
                        java.util.List.of())
                        .withActivations(new Setting.Dtype(CodeType.QINT8), new Setting.Zero(Symmetry.SYMMETRIC),
                                new Setting.Covering(new RangeRule.Percentile(99.99)), new Setting.ReduceRange(false),
                                new Setting.PowerOfTwo(true))
                        .withWeights(new Setting.Dtype(CodeType.QINT4), new Setting.Zero(Symmetry.AFFINE),
                                new Setting.Grain(Granularity.PER_TENSOR), new Setting.Covering(RangeRule.MSE))
                        .with(QOverride.inFloat("head/*"))
                        .with(new QOverride("conv", java.util.Optional.empty(),
                                java.util.List.of(new Setting.Dtype(CodeType.QINT16),
                                        new Setting.Covering(RangeRule.MINMAX)),
                                java.util.List.of(new Setting.Grain(Granularity.PER_CHANNEL),
                                        new Setting.PowerOfTwo(true))))
                        .with(QOverride.ofActivations("relu_7",
                                new Setting.Covering(new RangeRule.Fixed(new Range(0, 6.5f)))))
                        .with(new QOverride("a \"quoted\" \\ name", java.util.Optional.of(false), java.util.List.of(),
                                java.util.List.of())),
                parse(WHOLE));
    }

    @Test
    void printsTheTextThatItRead() {
        assertEquals(WHOLE, parse(WHOLE).toYaml());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86", "fbgemm", "qnnpack", "onednn", "portable", "tflite"})
    void printsAPresetAsItsName(String name) {
        assertEquals("base: " + name + "\n", QConfig.parse(name).toYaml());
        assertEquals(QConfig.parse(name), parse("base: " + name));
        assertEquals(QConfig.parse(name), QConfigFile.of(name));
    }

    @Test
    void beginsFromX86WhereNoBaseIsGiven() {
        assertEquals(QConfig.X86, parse(""));
        assertEquals(QConfig.X86, parse("# nothing but a remark\n"));
        assertEquals(QConfig.X86.withRange(RangeRule.MSE), parse("activations: {range: mse}"));
    }

    @Test
    void takesTheBaseWhereverItStands() {
        assertEquals(QConfig.QNNPACK.withRange(RangeRule.MINMAX), parse("activations: {range: minmax}\nbase: qnnpack"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "weights:\\n  granularity: per_chanel | 2: granularity = per_chanel, known: per_tensor, per_channel",
        "base: x87 | 1: qconfig = x87, known: x86, fbgemm, qnnpack, onednn, portable, tflite",
        "base: x86\\n\\nwheights: {} | 3: qconfig: key wheights, known: base, activations, weights, rules, overrides",
        "weights: {dtype: quint8} | 1: dtype = quint8, known: qint8, qint4",
        "activations: {dtype: qint4} | 1: dtype = qint4, known: quint8, qint8, qint16",
        "activations:\\n  granularity: per_channel | 2: granularity = per_channel, known: per_tensor",
        "activations:\\n  sceme: affine | 2: activations: key sceme, known: dtype, scheme, granularity, range, reduce_range, narrow_range, power_of_two",
        "activations:\\n  range: minmaxx | 2: range = minmaxx, known: minmax, percentile:P (such as percentile:99.99), mse, entropy",
        "activations:\\n  range: [6, 0] | 2: range = [6, 0], needed two finite numbers in order",
        "activations:\\n  range: [0, .inf] | 2: range = [0, .inf], needed two finite numbers in order",
        "activations:\\n  reduce_range: yes | 2: reduce_range = yes, needed true or false",
        "activations:\\n  reduce_range: 'true' | 2: reduce_range = true, needed true or false",
        "activations: affine | 1: activations, needed keys, known: dtype, scheme, granularity, range, reduce_range, narrow_range, power_of_two",
        "weights:\\n  range: entropy | 1: weights: range = entropy, known: minmax, percentile:P, mse, [low, high]",
        "rules: onnx | 1: rules = onnx, known: onnxruntime, tflite",
        "overrides: {match: x} | 1: overrides, needed a list of {match: ..., ...}",
        "overrides:\\n  - float: true | 2: override without match, needed one",
        "overrides:\\n  - match: x | 2: match = x sets nothing, needed float, activations, weights or range beside it",
        "overrides:\\n  - match: x\\n    flaot: true | 3: override: key flaot, known: match, float, activations, weights, range",
        "overrides:\\n  - {match: x, range: mse, activations: {range: minmax}} | 2: range beside activations: range, needed one of them",
        "activations:\\n  dtype: qint16\\n  reduce_range: true | 1: reduce_range = true with dtype = qint16, needed an 8-bit dtype",
        "base: [x86 | 1: expected ',' or ']', but got <stream end>, needed YAML",
        "base: x86\\nbase: tflite | 2: key base stands twice, needed it once",
        "base: &a x86 | 1: an anchor or alias, needed its content written out",
        "base: !!str x86 | 1: a tag, needed plain words",
        "--- {}\\n--- {} | 2: a second document, needed one"
    })
    void refusesWithFileLineAndWhatIsKnown(String text, String message) {
        assertEquals("recipe.yaml:" + message, refusal(text.replace("\\n", "\n")));
    }

    @Test
    void refusesWhatIsDeeperThanAnyQconfig() {
        assertEquals("recipe.yaml:1: more than 8 levels, needed fewer", refusal("base: " + "[".repeat(30_000)));
    }

    @Test
    void refusesAFileThatIsMissingTooLargeOrNoText() throws IOException {
        Path file = folder.resolve("q.yaml");
        assertTrue(assertThrows(InputException.class, () -> QConfigFile.of(file.toString())).getMessage()
                .contains("no such file"));
        Files.writeString(file, "#".repeat(1 << 17));
        assertTrue(
                assertThrows(InputException.class, () -> QConfigFile.read(file)).getMessage().contains("65536 bytes"));
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertTrue(assertThrows(InputException.class, () -> QConfigFile.read(file)).getMessage().contains("UTF-8"));
        Files.writeString(file, "base: tflite");
        assertEquals(QConfig.TFLITE, QConfigFile.of(file.toString()));
    }
}
