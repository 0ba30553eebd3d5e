package dev.vernier.pass;

import static dev.vernier.pass.Rewrites.assertAgrees;
import static dev.vernier.pass.Rewrites.assertRefuses;
import static dev.vernier.pass.Rewrites.assertRewrites;

import org.junit.jupiter.api.Test;

class FoldConstantsTest {
    @Test
    void computesWhatReadsConstantsAlone() {
        assertRewrites(new FoldConstants(), """
                x: f32[n, 4]
                const k: i64[4] = [1, 2, 0, 0]
                const rows: i64[2] = [-1, 2]
                const ends: i64[1] = [-100]
                const back: i64[1] = [-1]
                a = reshape k, rows
                b = slice a, back, ends, _, back
                c = transpose b
                pads = reshape c, back
                y = pad x, pads
                return y
                """, """
                x: f32[n, 4]
                const pads: i64[4] = [0, 1, 0, 2]
                y = pad x, pads
                return y
                """);
    }

    @Test
    void computesShapesThatTheBatchDoesNotDecide() {
        assertRewrites(new FoldConstants(), """
                x: f32[n, 3, 4]
                const second: i64[1] = [1]
                s = shape x
                c = gather s, second
                z = constant_of_shape c {value = i64(7)}
                y = gather x, z {axis = 2}
                return y, z
                """, """
                x: f32[n, 3, 4]
                const z: i64[3] = [7, 7, 7]
                y = gather x, z {axis = 2}
                return y, z
                """);
    }

    @Test
    void givesAReshapeItsTargetWithMinusOneForTheBatch() {
        String text = """
                x: f32[n, 3, 4]
                const first: i64[1] = [0]
                const rest: i64[1] = [-1]
                s = shape x
                n = gather s, first
                target = concat n, rest {axis = 0}
                y = reshape x, target @ "flatten"
                return y
                """;
        assertRewrites(new FoldConstants(), text, """
                x: f32[n, 3, 4]
                const target': i64[2] = [-1, 12]
                y = reshape x, target' @ flatten
                return y
                """);
        assertAgrees(new FoldConstants(), text, 0);
    }

    @Test
    void keepsAReshapeOfTwoAxesThatVary() {
        assertRefuses(new FoldConstants(), """
                x: f32[n, 3]
                y: f32[2n, n, 3]
                s = shape y
                z = reshape y, s
                return z
                """);
    }

    @Test
    void keepsTheCodesOfQuantizedWeights() {
        assertRefuses(new FoldConstants(), """
                x: f32[n, 2]
                const w: i8[2, 2] = [1, 2, 3, 4]
                const b: i32[2] = [1, 2]
                const scale: f32[] = 0.5
                d = dequantize w, scale
                t = transpose d
                e = dequantize b, scale
                y = matmul x, t
                return y, e
                """);
    }

    @Test
    void quantizesConstantsOnce() {
        assertRewrites(new FoldConstants(), """
                const w: f32[2] = [1.0, -2.0]
                const scale: f32[] = 0.5
                const zero: i8[] = 0
                q = quantize w, scale, zero {to = i8}
                y = dequantize q, scale, zero
                return y
                """, """
                const scale: f32[] = 0.5
                const zero: i8[] = 0
                const q: i8[2] = [2, -4]
                y = dequantize q, scale, zero
                return y
                """);
    }

    @Test
    void keepsWhatWouldBeMuchLargerThanItsInputs() {
        assertRefuses(new FoldConstants(), """
                const s: i64[2] = [1000, 1000]
                y = constant_of_shape s
                return y
                """);
    }

    @Test
    void keepsWhatTheBatchDecides() {
        assertRefuses(new FoldConstants(), """
                x: f32[n, 2]
                s = shape x
                y = constant_of_shape s
                z = concat x, y {axis = 1}
                return z
                """);
    }
}
