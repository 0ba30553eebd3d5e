package dev.vernier.pass;

import static dev.vernier.pass.Rewrites.assertAgrees;
import static dev.vernier.pass.Rewrites.assertRefuses;
import static dev.vernier.pass.Rewrites.assertRewrites;

import org.junit.jupiter.api.Test;

class FoldBatchNormTest {
    private static final float ROUNDINGS = 1e-5f;

    private static final String NORM = """
            const gamma: f32[4] = [0.5, -1.5, 2.0, 0.0]
            const beta: f32[4] = [0.25, 0.0, -3.0, 1.0]
            const mean: f32[4] = [0.1, -0.2, 0.3, 4.0]
            const variance: f32[4] = [1.5, 0.01, 0.7, 2.0]
            """;

    private static final String CONVOLUTION = """
            x: f32[n, 3, 8, 8]
            const w: f32[4, 3, 3, 3] = random 7
            const b: f32[4] = random 8
            """ + NORM + """
            c = conv x, w, b {kernel = [3, 3], padding = [1, 1]} @ first
            y = batch_norm c, gamma, beta, mean, variance @ norm
            return y
            """;

    private static final String DEPTHWISE = """
            x: f32[n, 4, 5, 5]
            const w: f32[4, 1, 3, 3] = random 7
            """ + NORM + """
            c = conv x, w {kernel = [3, 3], groups = 4}
            y = batch_norm c, gamma, beta, mean, variance {epsilon = 0.001}
            z = relu y
            return z
            """;

    private static String gemm(String weight, String bias, String attributes) {
        return "x: f32[n, 5]\nconst w: f32" + weight + " = random 7\nconst b: f32" + bias + " = random 8\n" + NORM + """
                c = gemm x, w, b %s
                y = batch_norm c, gamma, beta, mean, variance
                return y
                """.formatted(attributes);
    }

    @Test
    void foldsIntoTheConvolutionBefore() {
        assertRewrites(new FoldBatchNorm(), CONVOLUTION, """
                x: f32[n, 3, 8, 8]
                y = conv x, w', b' {kernel = [3, 3], padding = [1, 1]} @ first
                return y
                """);
        assertAgrees(new FoldBatchNorm(), CONVOLUTION, ROUNDINGS);
    }

    @Test
    void givesAConvolutionWithoutBiasOne() {
        assertRewrites(new FoldBatchNorm(), DEPTHWISE, """
                x: f32[n, 4, 5, 5]
                y = conv x, w', beta' {kernel = [3, 3], groups = 4}
                z = relu y
                return z
                """);
        assertAgrees(new FoldBatchNorm(), DEPTHWISE, ROUNDINGS);
    }

    @Test
    void roundsOnce() {
        assertRewrites(new FoldBatchNorm(), """
                x: f32[n, 1, 1]
                const w: f32[1, 1, 1] = [0.1]
                const b: f32[1] = [0.3]
                const gamma: f32[1] = [3.0]
                const beta: f32[1] = [1.0]
                const mean: f32[1] = [0.05]
                const variance: f32[1] = [0.25]
                c = conv x, w, b {kernel = [1]}
                y = batch_norm c, gamma, beta, mean, variance {epsilon = 0.0}
                return y
                """, """
                x: f32[n, 1, 1]
                const b': f32[1] = [2.5]
                const w': f32[1, 1, 1] = [0.6]
                y = conv x, w', b' {kernel = [1]}
                return y
                """);
    }

    @Test
    void foldsIntoTheMatrixProductBefore() {
        String plain = gemm("[5, 4]", "[4]", "");
        assertRewrites(new FoldBatchNorm(), plain, """
                x: f32[n, 5]
                y = gemm x, w', b'
                return y
                """);
        assertAgrees(new FoldBatchNorm(), plain, ROUNDINGS);
        String scaled = gemm("[4, 5]", "[]", "{alpha = 0.5, beta = -2.0, transpose_b = true}");
        assertRewrites(new FoldBatchNorm(), scaled, """
                x: f32[n, 5]
                y = gemm x, w', b' {alpha = 0.5, transpose_b = true}
                return y
                """);
        assertAgrees(new FoldBatchNorm(), scaled, ROUNDINGS);
    }

    @Test
    void keepsABatchNormWhoseInputSomebodyElseSees() {
        assertRefuses(new FoldBatchNorm(), CONVOLUTION.replace("return y", "return y, c"));
        assertRefuses(new FoldBatchNorm(), CONVOLUTION.replace("return y", "z = add y, c\nreturn z"));
    }

    @Test
    void keepsABatchNormThatFollowsNoLayer() {
        assertRefuses(new FoldBatchNorm(), CONVOLUTION.replace("y = batch_norm c", "r = relu c\ny = batch_norm r"));
        assertRefuses(new FoldBatchNorm(), "c: f32[n, 4]\n" + NORM + """
                y = batch_norm c, gamma, beta, mean, variance
                return y
                """);
    }

    @Test
    void keepsABatchNormWhoseFactorIsNotFinite() {
        assertRefuses(new FoldBatchNorm(), CONVOLUTION.replace("[1.5, 0.01, 0.7, 2.0]", "[1.5, -0.01, 0.7, 2.0]"));
    }

    @Test
    void keepsTheWeightThatAnotherLayerReads() {
        String text = CONVOLUTION.replace("return y", """
                d = conv x, w, b {kernel = [3, 3], padding = [1, 1]}
                z = add y, d
                return z""");
        assertRewrites(new FoldBatchNorm(), text, """
                x: f32[n, 3, 8, 8]
                y = conv x, w', b' {kernel = [3, 3], padding = [1, 1]} @ first
                d = conv x, w, b {kernel = [3, 3], padding = [1, 1]}
                z = add y, d
                return z
                """);
        assertAgrees(new FoldBatchNorm(), text, ROUNDINGS);
    }
}
