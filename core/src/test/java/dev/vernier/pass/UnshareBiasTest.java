package dev.vernier.pass;

import static dev.vernier.pass.Rewrites.assertAgrees;
import static dev.vernier.pass.Rewrites.assertRefuses;
import static dev.vernier.pass.Rewrites.assertRewrites;

import org.junit.jupiter.api.Test;

class UnshareBiasTest {
    private static final String SHARED = """
            x: f32[n, 3, 6, 6]
            const w: f32[4, 3, 3, 3] = random 1
            const v: f32[4, 4, 1, 1] = random 2
            const b: f32[4] = random 3
            c = conv x, w, b {kernel = [3, 3]}
            d = conv c, v, b {kernel = [1, 1]}
            y = add d, b
            return y
            """;

    @Test
    void givesEveryLayerABiasOfItsOwn() {
        String twice = SHARED.replace("y = add d, b\n", "").replace("d = conv", "y = conv");
        assertRewrites(new UnshareBias(), twice, """
                x: f32[n, 3, 6, 6]
                c = conv x, w, b' {kernel = [3, 3]}
                y = conv c, v, b {kernel = [1, 1]}
                return y
                """);
        assertAgrees(new UnshareBias(), twice, 0);
    }

    @Test
    void takesItFromReadersThatAreNoLayers() {
        assertRewrites(new UnshareBias(), SHARED.replace("add d, b", "add d, b4").replace("const b:",
                "const b4: f32[4, 1, 1] = random 9\nconst b:"), """
                x: f32[n, 3, 6, 6]
                c = conv x, w, b' {kernel = [3, 3]}
                d = conv c, v, b {kernel = [1, 1]}
                y = add d, b4
                return y
                """);
    }

    @Test
    void leavesABiasThatOneLayerReads() {
        assertRefuses(new UnshareBias(),
                SHARED.replace("d = conv c, v, b", "d = conv c, v").replace("add d, b", "add d, c"));
    }
}
