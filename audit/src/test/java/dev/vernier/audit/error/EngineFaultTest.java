package dev.vernier.audit.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.file.Npz;
import dev.vernier.graph.Graph;
import dev.vernier.quant.Networks;
import dev.vernier.quant.QConfig;
import dev.vernier.run.Engine;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.SaturatingEngine;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EngineFaultTest {
    private static final List<Integer> SAMPLES = List.of(5, 0, 3);

    @TempDir
    private Path folder;

    private Optional<EngineFault> examine(Engine engine, Graph graph, Graph original) {
        Path file = folder.resolve("samples.npz");
        Npz.write(file, Map.of("x", Networks.samples(original, 6, 3), "y", Tensor.vector(new long[6])));
        Loader loader = Loader.of(DataSpec.parse("npz:" + file).open(), Preprocess.parse("raw"));
        return EngineFault.of("integer", engine, graph, loader, SAMPLES, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {Networks.RESIDUAL, Networks.MOVES, Networks.ATTENTION})
    void namesTheFirstNodeThatAnEngineComputesWrongly(String text) {
        Graph integer = Networks.quantized(text, QConfig.X86).integer();
        EngineFault fault =
                examine(new WrongEngine(new ReferenceEngine()), integer, Networks.graph(text)).orElseThrow();
        assertEquals(WrongEngine.layers(integer).getLast().label(), fault.node());
        assertEquals(WrongEngine.layers(integer).getLast().output(), fault.difference().tensor());
        assertTrue(SAMPLES.contains(fault.sample()) && fault.differing() > 0 && fault.tried() == SAMPLES.size());
        Finding finding = fault.finding();
        assertEquals(FindingId.ENGINE_FAULT, finding.id());
        assertEquals(Finding.Severity.ERROR, finding.severity());
        assertTrue(finding.evidence().contains("'" + fault.node() + "'"), finding.evidence());
    }

    @ParameterizedTest
    @ValueSource(strings = {Networks.RESIDUAL, Networks.MOVES, Networks.ATTENTION})
    void saysNothingOfAnEngineThatIsRight(String text) {
        Engine right = SaturatingEngine.counting((node, kernels, count) -> {});
        Graph original = Networks.graph(text);
        assertEquals(Optional.empty(), examine(right, original, original));
        assertEquals(Optional.empty(), examine(right, Networks.quantized(text, QConfig.X86).integer(), original));
        assertEquals(Optional.empty(), examine(right, Networks.quantized(text, QConfig.X86).simulated(), original));
    }

    @Test
    void asksForEqualBitsWhereAllIsExactAndForNearbyValuesBehindFloatOperators() {
        Map<String, Closeness> exact = Closeness.of(Networks.quantized("""
                x: f32[n, 3, 8, 8]
                const w: f32[4, 3, 3, 3] = random 1
                y = conv x, w {kernel = [3, 3]}
                return y
                """, QConfig.X86).integer());
        assertTrue(exact.values().stream().allMatch(Closeness.EXACT::equals), exact.toString());
        Map<String, Closeness> mixed = Closeness.of(Networks.quantized(Networks.MOVES, QConfig.X86).integer());
        assertTrue(mixed.containsValue(Closeness.EXACT) && mixed.containsValue(Closeness.ROUNDED), mixed.toString());
        Tensor one = Tensor.of(Shape.of(2), 1, 0);
        Tensor other = Tensor.of(Shape.of(2), 1, 0.01f);
        assertEquals(1, Closeness.EXACT.firstApart(other, 0, one));
        assertEquals(1, Closeness.FLOAT.firstApart(other, 0, one));
        assertEquals(-1, Closeness.ROUNDED.firstApart(other, 0, one));
    }

    @Test
    void allowsProbabilitiesMoreThanTheScoresThatACodeMoves() {
        Map<String, Closeness> all = Closeness.of(Networks.quantized("""
                x: f32[n, 4]
                const w: f32[4, 4] = random 1
                scores = matmul x, w
                y = softmax scores {axis = 1}
                return y
                """, QConfig.TFLITE).simulated());
        assertEquals(Closeness.PROBABILITY, all.get("y"), all.toString());
        assertTrue(all.containsValue(Closeness.ROUNDED), all.toString());
        assertEquals(-1, Closeness.PROBABILITY.firstApart(Tensor.of(Shape.of(2), 0.54f, 0.46f), 0,
                Tensor.of(Shape.of(2), 0.58f, 0.42f)));
    }
}
