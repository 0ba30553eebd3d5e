package dev.vernier.graph.op;

import static dev.vernier.graph.op.Nodes.assertFails;
import static dev.vernier.graph.op.Nodes.assertGives;
import static dev.vernier.graph.op.Nodes.assertRoundTrips;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConvolutionTest {
    private static final String SQUARE = "x: f32[1, 1, 3, 3] = [1, 2, 3, 4, 5, 6, 7, 8, 9]";
    private static final String ONES = "w: f32[1, 1, 2, 2] = [1, 1, 1, 1]";

    @Test
    void addsTheProductsUnderTheWindowToTheBias() {
        assertGives("f32[1, 1, 2, 2] = [12, 16, 24, 28]", "conv x, w {kernel = [2, 2]}", SQUARE, ONES);
        assertGives(
                "f32[1, 1, 2, 2] = [22, 26, 34, 38]", "conv x, w, b {kernel = [2, 2]}", SQUARE, ONES,
                "b: f32[1] = [10]");
    }

    @Test
    void padsWithZerosEachSideByItsOwnAmount() {
        assertGives(
                "f32[1, 1, 3, 4] = [1, 3, 5, 3, 5, 12, 16, 9, 11, 24, 28, 15]",
                "conv x, w {kernel = [2, 2], padding = [1, 1, 0, 1]}",
                SQUARE,
                ONES);
    }

    @Test
    void spreadsEachElementOverItsWindow() {
        String x = "x: f32[1, 1, 2] = [1, 2]";
        String w = "w: f32[1, 1, 3] = [1, 10, 100]";
        assertGives("f32[1, 1, 4] = [1, 12, 120, 200]", "conv_transpose x, w {kernel = [3]}", x, w);
        assertGives("f32[1, 1, 5] = [1, 10, 102, 20, 200]", "conv_transpose x, w {kernel = [3], stride = [2]}", x, w);
        assertGives("f32[1, 1, 3] = [10, 102, 20]", "conv_transpose x, w {kernel = [3], stride = [2], padding = [1]}",
                x,
                w);
        assertGives("f32[1, 1, 6] = [1, 10, 102, 20, 200, 0]",
                "conv_transpose x, w {kernel = [3], stride = [2], output_padding = [1]}", x, w);
        assertGives("f32[1, 1, 4] = [1, 2, 10, 20]", "conv_transpose x, w {kernel = [2], dilation = [2]}", x,
                "w: f32[1, 1, 2] = [1, 10]");
        assertGives("f32[1, 1, 1] = [13]", "conv_transpose x, w {kernel = [1]}", "x: f32[1, 2, 1] = [3, 5]",
                "w: f32[2, 1, 1] = [1, 2]");
        assertGives("f32[1, 2, 2] = [13, 16, 35, 40]", "conv_transpose x, w, b {kernel = [2], groups = 2}",
                "x: f32[1, 2, 1] = [3, 5]", "w: f32[2, 1, 2] = [1, 2, 3, 4]", "b: f32[2] = [10, 20]");
        assertGives("f32[1, 1, 3] = [nan, nan, 1]", "conv_transpose x, w {kernel = [2]}", "x: f32[1, 1, 2] = [nan, 1]",
                "w: f32[1, 1, 2] = [1, 1]");
        assertGives("f32[0, 1, 4] = []", "conv_transpose x, w {kernel = [3]}", "x: f32[0, 1, 2] = []", w);
    }

    @Test
    void refusesTransposedConvolutionsThatDoNotFit() {
        String x = "x: f32[1, 1, 1] = [1]";
        String w = "w: f32[1, 1, 3] = [1, 10, 100]";
        assertFails("needed rank 3 and positions", "conv_transpose x, w {kernel = [3]}", "x: f32[1, 1, 0] = []", w);
        assertFails("weight [1, 1, 3] on input [1, 1, 1] with groups = 1", "conv_transpose x, w {kernel = [2]}", x, w);
        assertFails("b of type f32[2], needed f32[1]", "conv_transpose x, w, b {kernel = [3]}", x, w,
                "b: f32[2] = [1, 2]");
        assertFails("size -1 at axis 2, needed 0 to", "conv_transpose x, w {kernel = [3], padding = [2]}", x, w);
        assertFails("output padding [2] with stride [2], needed one size from 0 to below the stride",
                "conv_transpose x, w {kernel = [3], stride = [2], output_padding = [2]}", x, w);
        assertFails("padding = same, needed amounts", "conv_transpose x, w {kernel = [3], padding = same_upper}", x, w);
        Window wide = new Window(List.of(1), List.of(1 << 20), List.of(1), Padding.none(1));
        ConvTranspose op = new ConvTranspose(wide, 1, List.of(0));
        IllegalArgumentException tooLarge = assertThrows(IllegalArgumentException.class, () -> op.evaluate(Inputs.of(
                Tensor.of(Shape.of(1, 1, 1024), new float[1024]), Tensor.of(Shape.of(1, 1, 1), 1))));
        assertEquals("output f32[1, 1, 1072693249] of 4290772996 bytes, needed at most 2147483647",
                tooLarge.getMessage());
    }

    @Test
    void keepsTheSizePaddingTheOddPositionWhereAsked() {
        assertGives(
                "f32[1, 1, 3] = [3, 5, 3]",
                "conv x, w {kernel = [2], padding = same_upper}",
                "x: f32[1, 1, 3] = [1, 2, 3]",
                "w: f32[1, 1, 2] = [1, 1]");
        assertGives(
                "f32[1, 1, 3] = [1, 3, 5]",
                "conv x, w {kernel = [2], padding = same_lower}",
                "x: f32[1, 1, 3] = [1, 2, 3]",
                "w: f32[1, 1, 2] = [1, 1]");
    }

    @Test
    void stepsByStrideAndSpreadsByDilation() {
        assertGives(
                "f32[1, 1, 2] = [4, 8]",
                "conv x, w {kernel = [2], stride = [2], dilation = [2]}",
                "x: f32[1, 1, 5] = [1, 2, 3, 4, 5]",
                "w: f32[1, 1, 2] = [1, 1]");
    }

    @Test
    void keepsGroupsApart() {
        assertGives(
                "f32[1, 3, 2] = [2, 4, 9, 12, 15, 20]",
                "conv x, w {kernel = [1], groups = 3}",
                "x: f32[1, 3, 2] = [1, 2, 3, 4, 3, 4]",
                "w: f32[3, 1, 1] = [2, 3, 5]");
    }

    @Test
    void worksOnVolumes() {
        assertGives(
                "f32[1, 1, 1, 1, 1] = [36]",
                "conv x, w {kernel = [2, 2, 2]}",
                "x: f32[1, 1, 2, 2, 2] = [1, 2, 3, 4, 5, 6, 7, 8]",
                "w: f32[1, 1, 2, 2, 2] = [1, 1, 1, 1, 1, 1, 1, 1]");
    }

    @Test
    void acceptsABatchWithoutSamples() {
        assertGives("f32[0, 1, 2, 2] = []", "conv x, w {kernel = [2, 2]}", "x: f32[0, 1, 3, 3] = []", ONES);
    }

    @Test
    void carriesNaNToWhatItReaches() {
        assertGives(
                "f32[1, 1, 2] = [nan, 5]",
                "conv x, w {kernel = [2]}",
                "x: f32[1, 1, 3] = [nan, 2, 3]",
                "w: f32[1, 1, 2] = [1, 1]");
    }

    @Test
    void givesASampleTheSameBitsInEveryBatch() {
        Random random = new Random(7);
        Tensor x = random(random, 3, 5, 9, 7);
        Tensor w = random(random, 4, 5, 3, 3);
        Conv conv = new Conv(
                new Window(List.of(3, 3), List.of(2, 1), List.of(1, 1),
                        new Padding.Explicit(List.of(1, 1), List.of(1, 1))),
                1);
        Tensor together = conv.evaluate(Inputs.of(x, w)).getFirst();
        for (int i = 0; i < 3; i++) {
            assertEquals(together.rows(i, i + 1), conv.evaluate(Inputs.of(x.rows(i, i + 1), w)).getFirst());
        }
    }

    private static Tensor random(Random random, int... sizes) {
        float[] values = new float[Shape.of(sizes).elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(Shape.of(sizes), values);
    }

    @Test
    void saysWhyInputAndWeightDoNotFit() {
        assertFails(
                "conv: input has 3 channels, weight [2, 4, 1] with groups = 1 needs 4",
                "conv x, w {kernel = [1]}",
                "x: f32[1, 3, 1] = [1, 2, 3]",
                "w: f32[2, 4, 1] = [1, 2, 3, 4, 5, 6, 7, 8]");
        assertFails("weight [1, 1, 2, 2], needed kernel [3, 3]", "conv x, w {kernel = [3, 3]}", SQUARE, ONES);
        assertFails(
                "weight [1, 1, 2], needed rank 4",
                "conv x, w {kernel = [2, 2]}",
                SQUARE,
                "w: f32[1, 1, 2] = [1, 1]");
        assertFails(
                "input [1, 1, 3, 3] with kernel [2], needed rank 3",
                "conv x, w {kernel = [2]}",
                SQUARE,
                "w: f32[1, 1, 2] = [1, 1]");
        assertFails(
                "b of type f32[2], needed f32[1]", "conv x, w, b {kernel = [2, 2]}", SQUARE, ONES,
                "b: f32[2] = [1, 2]");
        assertFails("groups = 0, needed at least 1", "conv x, w {kernel = [2, 2], groups = 0}", SQUARE, ONES);
        assertFails(
                "window of extent 4 on 3 positions",
                "conv x, w {kernel = [4, 1]}",
                SQUARE,
                "w: f32[1, 1, 4, 1] = [1, 1, 1, 1]");
    }

    @Test
    void readsBackEveryAttribute() {
        assertRoundTrips("conv x, x {kernel = [3, 3]}");
        assertRoundTrips(
                "conv x, x {kernel = [3, 3], stride = [2, 1], dilation = [1, 2], padding = [1, 1], groups = 2}");
        assertRoundTrips("conv x, x {kernel = [3, 3], padding = [0, 1, 2, 3]}");
        assertRoundTrips("qlinear_conv x, x, x, x, x, x, x, x {kernel = [3, 3], padding = same_upper}");
        assertRoundTrips("conv_integer x, x {kernel = [3, 3], padding = same_lower}");
        assertRoundTrips("max_pool x {kernel = [3, 3], ceil = true, column_major_indices = true}");
        assertRoundTrips("average_pool x {kernel = [3, 3], ceil = true, count_padding = true}");
    }

    @Test
    void rejectsWindowsThatAreNone() {
        assertFails("attribute kernel is absent", "conv x, w", SQUARE, ONES);
        assertFails("stride = [1]", "conv x, w {kernel = [2, 2], stride = [1]}", SQUARE, ONES);
        assertFails("padding = around", "conv x, w {kernel = [2, 2], padding = around}", SQUARE, ONES);
        assertFails("needed an extent", "max_pool x {kernel = [1000000, 1], dilation = [1000000, 1]}", SQUARE);
        assertFails("needed less than the kernel", "max_pool x {kernel = [2, 2], padding = [2, 0]}", SQUARE);
    }

    @Test
    void sumsCodesMinusTheirZeroPoints() {
        assertGives(
                "i32[1, 2, 2] = [-255, 0, 65025, 0]",
                "conv_integer x, w, xz, wz {kernel = [1]}",
                "x: u8[1, 1, 2] = [255, 0]",
                "w: i8[2, 1, 1] = [-1, 127]",
                "xz: u8[] = [0]",
                "wz: i8[2] = [0, -128]");
        assertGives(
                "i32[1, 1, 2] = [0, -65025]",
                "conv_integer x, w, xz, wz {kernel = [1]}",
                "x: u8[1, 1, 2] = [255, 0]",
                "w: i8[1, 1, 1] = [127]",
                "xz: u8[] = [255]",
                "wz: i8[1] = [-128]");
    }

    @Test
    void padsCodesWithTheZeroPoint() {
        assertGives(
                "i32[1, 1, 3] = [2, 3, 1]",
                "conv_integer x, w, xz {kernel = [2], padding = [1]}",
                "x: u8[1, 1, 2] = [12, 11]",
                "w: i8[1, 1, 2] = [1, 1]",
                "xz: u8[] = [10]");
    }
}
