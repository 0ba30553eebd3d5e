package dev.vernier.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacementTest {
    @Test
    void putsNoCodesBetweenALayerAndItsClampAndLeavesLogitsInFloat() {
        Placement placement = Placement.of(Networks.graph(Networks.RESIDUAL));
        assertEquals(Set.of("x", "k1", "c2", "r", "g"), placement.observed());
        assertEquals(Map.of("m", "r", "f", "g"), placement.shared());
        assertEquals(
                List.of("w1", "w2", "w3"),
                placement.layers().stream().map(Layer::weight).toList());
    }

    @Test
    void observesBothBranchesOfAJoinAndSharesCodesThroughMovements() {
        Placement placement = Placement.of(Networks.graph(Networks.MOVES));
        assertEquals(Set.of("p", "a", "b", "h", "j", "q", "z"), placement.observed());
        assertEquals(Map.of("t", "j"), placement.shared());
    }

    @Test
    void givesCodesToBothOperandsOfAProductOfActivationsAndToItsResultOnlyWhereCodesAreRead() {
        Placement placement = Placement.of(Networks.graph(Networks.ATTENTION));
        assertEquals(Set.of("x", "c", "q", "k", "p", "v", "r", "j", "o", "u", "z"), placement.observed());
        assertEquals(Map.of("f", "c", "t", "f"), placement.shared());
    }

    @Test
    void keepsAProductOfActivationsInFloatWhereItsOperatorOrAnOperandIs() {
        for (String match : new String[] {"MatMul", "s1"}) {
            Placement placement = Placement.of(Networks.graph(Networks.ATTENTION),
                    QConfig.X86.with(QOverride.inFloat(match)));
            assertFalse(placement.observed().contains("q"), match);
            assertFalse(placement.observed().contains("k"), match);
            assertEquals(!match.equals("MatMul"), placement.observed().contains("v"), match);
        }
        assertTrue(Placement.of(Networks.graph(Networks.ATTENTION), QConfig.X86.with(QOverride.inFloat("MatMul"))
                .with(new QOverride("s1", Optional.of(false), List.of(), List.of()))).observed().contains("q"));
        assertEquals(Set.of(), Placement.of(Networks.graph("""
                x: f32[n, 2, 4]
                w: f32[n, 4, 2]
                y = matmul x, w
                return y
                """), QConfig.X86.with(QOverride.inFloat("w"))).observed());
    }

    @Test
    void leavesAVectorAndSumsThatCouldOverflowInFloat() {
        assertEquals(Set.of(), Placement.of(Networks.graph("""
                x: f32[n, 4]
                v: f32[4]
                y = matmul x, v
                return y
                """)).observed());
        assertEquals(Set.of(), Placement.of(Networks.graph("""
                x: f32[n, 40000]
                w: f32[40000, 2]
                y = matmul x, w
                return y
                """)).observed());
    }

    @Test
    void sharesCodesThroughTheLargestOverAxesAndThroughCopies() {
        Placement placement = Placement.of(Networks.graph("""
                x: f32[n, 1, 4, 4]
                const w: f32[1, 1, 1, 1] = random 1
                const axes: i64[1] = [3]
                const repeats: i64[4] = [1, 2, 1, 1]
                c = conv x, w {kernel = [1, 1]}
                m = reduce_max c, axes
                t = tile m, repeats
                return t
                """));
        assertEquals(Set.of("x", "c"), placement.observed());
        assertEquals(Map.of("m", "c", "t", "m"), placement.shared());
    }

    @Test
    void observesTheClampedTensorAloneWhereAConvolutionsOutputIsReadByAClampOnly() {
        Placement placement = Placement.of(Networks.graph("""
                x: f32[n, 1, 4, 4]
                const w: f32[1, 1, 1, 1] = random 1
                c = conv x, w {kernel = [1, 1]}
                r = relu c
                return r, c
                """));
        assertEquals(Set.of("x", "c"), placement.observed());
        assertEquals(Map.of("r", "c"), placement.shared());
    }

    @Test
    void sharesTheParametersOfAConcatenationWhereTheTargetDoes() {
        String joined = """
                x: f32[n, 1, 4, 4]
                const w: f32[1, 1, 1, 1] = [3.0]
                const v: f32[1, 1, 1, 1] = [-0.5]
                const u: f32[1, 3, 1, 1] = random 3
                a = conv x, w {kernel = [1, 1]}
                b = conv x, v {kernel = [1, 1]}
                m = max_pool b {kernel = [3, 3], padding = [1, 1]}
                s = sigmoid b
                j = concat a, m, s {axis = 1}
                z = conv j, u {kernel = [1, 1]}
                return z
                """;
        Quantization shared = Networks.quantized(joined, QConfig.TFLITE).quantization();
        QParams output = shared.parameters().get("j");
        assertEquals(output, shared.parameters().get("a"));
        assertEquals(output, shared.parameters().get("b"));
        assertEquals(output, shared.parameters().get("m"));
        assertEquals(QParams.perTensor(DType.I8, 1 / 256f, -128), shared.parameters().get("s"));
        Quantization apart = Networks.quantized(joined, QConfig.X86).quantization();
        assertNotEquals(apart.parameters().get("j"), apart.parameters().get("b"));
        assertNotEquals(QParams.perTensor(DType.U8, 1 / 256f, 0), apart.parameters().get("s"));
    }

    @Test
    void givesSigmoidSoftmaxAndTanhTheFixedParametersOfTensorFlowLite() {
        Quantization quantization = Networks.quantized("""
                x: f32[n, 4]
                const w: f32[4, 4] = random 1
                a = tanh x
                b = gemm a, w {transpose_b = true}
                c = sigmoid b
                d = gemm c, w {transpose_b = true}
                e = softmax d
                y = gemm e, w {transpose_b = true}
                return y
                """, QConfig.TFLITE).quantization();
        assertEquals(QParams.perTensor(DType.I8, 1 / 128f, 0), quantization.parameters().get("a"));
        assertEquals(QParams.perTensor(DType.I8, 1 / 256f, -128), quantization.parameters().get("c"));
        assertEquals(QParams.perTensor(DType.I8, 1 / 256f, -128), quantization.parameters().get("e"));
    }

    @Test
    void quantizesNothingInAGraphWithoutLayers() {
        Placement placement = Placement.of(Networks.graph("""
                x: f32[n, 4]
                y = softmax x
                return y
                """));
        assertEquals(Set.of(), placement.observed());
    }
}
