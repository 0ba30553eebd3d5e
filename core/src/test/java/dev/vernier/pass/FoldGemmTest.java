package dev.vernier.pass;

import static dev.vernier.pass.Rewrites.assertAgrees;
import static dev.vernier.pass.Rewrites.assertRefuses;
import static dev.vernier.pass.Rewrites.assertRewrites;

import org.junit.jupiter.api.Test;

class FoldGemmTest {
    private static final float ROUNDINGS = 1e-5f;

    private static final String FACTORS = """
            x: f32[n, 5]
            const w: f32[4, 5] = random 1
            const b: f32[1, 4] = random 2
            y = gemm x, w, b {alpha = 0.5, beta = -2.0, transpose_b = true}
            return y
            """;

    private static final String SCALAR_BIAS = """
            x: f32[n, 5]
            const w: f32[5, 4] = random 1
            const b: f32[] = 0.75
            y = gemm x, w, b
            return y
            """;

    private static final String ADDED = """
            x: f32[n, 5]
            const w: f32[5, 4] = random 1
            const b: f32[4] = random 2
            p = matmul x, w @ "product"
            y = add b, p
            return y
            """;

    @Test
    void takesFactorsIntoMatrixAndBias() {
        assertRewrites(new FoldGemmFactors(), FACTORS, """
                x: f32[n, 5]
                y = gemm x, w', b' {transpose_b = true}
                return y
                """);
        assertAgrees(new FoldGemmFactors(), FACTORS, ROUNDINGS);
    }

    @Test
    void givesEveryColumnItsBias() {
        assertAgrees(new FoldGemmFactors(), SCALAR_BIAS, ROUNDINGS);
        assertRewrites(new FoldGemmFactors(), SCALAR_BIAS, """
                x: f32[n, 5]
                y = gemm x, w', b'
                return y
                """);
    }

    @Test
    void leavesAPlainGemmAlone() {
        assertRefuses(new FoldGemmFactors(), """
                x: f32[n, 5]
                const w: f32[5, 4] = random 1
                const b: f32[4] = random 2
                h = gemm x, w, b
                y = gemm x, w
                return y, h
                """);
    }

    @Test
    void leavesABiasAloneThatDiffersBetweenRows() {
        assertRefuses(new FoldGemmFactors(), """
                x: f32[2, 5]
                const w: f32[5, 4] = random 1
                const b: f32[2, 4] = random 2
                y = gemm x, w, b {beta = 3.0}
                return y
                """);
    }

    @Test
    void takesAnAddedConstantIntoTheProduct() {
        assertRewrites(new FoldBias(), ADDED, """
                x: f32[n, 5]
                y = gemm x, w, b @ product
                return y
                """);
        assertAgrees(new FoldBias(), ADDED, ROUNDINGS);
    }

    @Test
    void leavesAProductAloneThatSomebodyElseReads() {
        assertRefuses(new FoldBias(), """
                x: f32[n, 5]
                const w: f32[5, 4] = random 1
                const b: f32[4] = random 2
                p = matmul x, w
                y = add p, b
                return y, p
                """);
    }

    @Test
    void leavesProductsOfMoreAxesAlone() {
        assertRefuses(new FoldBias(), """
                x: f32[n, 3, 5]
                const w: f32[5, 4] = random 1
                const b: f32[4] = random 2
                p = matmul x, w
                y = add p, b
                return y
                """);
    }
}
