package dev.vernier.graph.op;

import static dev.vernier.graph.op.Nodes.assertFails;
import static dev.vernier.graph.op.Nodes.assertGives;
import static dev.vernier.graph.op.Nodes.assertRoundTrips;

import org.junit.jupiter.api.Test;

class MatrixProductTest {
    private static final String A = "a: f32[2, 3] = [1, 2, 3, 4, 5, 6]";
    private static final String B = "b: f32[3, 2] = [1, 0, 0, 1, 1, 1]";

    @Test
    void multipliesMatricesAndVectors() {
        assertGives("f32[2, 2] = [4, 5, 10, 11]", "matmul a, b", A, B);
        assertGives("f32[2] = [6, 15]", "matmul a, b", A, "b: f32[3] = [1, 1, 1]");
        assertGives("f32[2] = [4, 5]", "matmul a, b", "a: f32[3] = [1, 2, 3]", B);
        assertGives("f32[] = [14]", "matmul a, b", "a: f32[3] = [1, 2, 3]", "b: f32[3] = [1, 2, 3]");
    }

    @Test
    void broadcastsTheOuterAxes() {
        assertGives(
                "f32[2, 1, 2] = [4, 5, 10, 11]", "matmul a, b", "a: f32[2, 1, 3] = [1, 2, 3, 4, 5, 6]", B);
        assertGives(
                "f32[2, 2, 1] = [1, 2, 3, 6]",
                "matmul a, b",
                "a: f32[2, 1] = [1, 2]",
                "b: f32[2, 1, 1] = [1, 3]");
        assertGives("f32[2, 2] = [0, 0, 0, 0]", "matmul a, b", "a: f32[2, 0] = []", "b: f32[0, 2] = []");
    }

    @Test
    void scalesAndAddsInGemm() {
        assertGives("f32[2, 2] = [4, 5, 10, 11]", "gemm a, b", A, B);
        assertGives(
                "f32[2, 2] = [7, 12.5, 10, 15.5]",
                "gemm a, b, c {alpha = 0.5, beta = 5.0}",
                A,
                B,
                "c: f32[2] = [1, 2]");
        assertGives(
                "f32[2, 2] = [4, 5, 10, 11]",
                "gemm a, b {transpose_a = true, transpose_b = true}",
                "a: f32[3, 2] = [1, 4, 2, 5, 3, 6]",
                "b: f32[2, 3] = [1, 0, 1, 0, 1, 1]");
        assertRoundTrips("gemm x, x {alpha = 0.5, beta = 5.0, transpose_a = true, transpose_b = true}");
    }

    @Test
    void saysWhyOperandsDoNotFit() {
        assertFails("operands [2, 3] and [2, 3], needed as many columns as rows", "matmul a, a", A);
        assertFails("operands [3] and [3, 2], needed two axes each", "gemm a, b", "a: f32[3] = [1, 2, 3]", B);
        assertFails(
                "c of type f32[3, 2, 2], needed a shape that broadcasts to [2, 2]",
                "gemm a, b, c",
                A,
                B,
                "c: f32[3, 2, 2] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]");
        assertFails("b of type i8[3, 1], needed f32", "matmul a, b", A, "b: i8[3, 1] = [1, 2, 3]");
    }

    @Test
    void sumsCodesMinusTheZeroPointsOfRowsAndColumns() {
        assertGives(
                "i32[2, 2] = [-255, 510, -254, 508]",
                "matmul_integer a, b, az, bz",
                "a: u8[2, 1] = [255, 254]",
                "b: i8[1, 2] = [0, 127]",
                "az: u8[2] = [0, 0]",
                "bz: i8[2] = [1, 125]");
        assertGives(
                "i32[2, 1] = [-255, 255]",
                "matmul_integer a, b, az",
                "a: u8[2, 1] = [0, 255]",
                "b: u8[1, 1] = [1]",
                "az: u8[2] = [255, 0]");
    }
}
