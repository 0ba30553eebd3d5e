package dev.vernier.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PageFileTest {
    private static ComparisonAnswer compared(String a, String b) {
        return new ComparisonAnswer("1", 10, new ComparisonAnswer.Side(a, 9, 90), new ComparisonAnswer.Side(b, 1, 10),
                8,
                0, 20.0, -80.0, 0.008, 0.004, null, -95.0, -40.0, 60.0, null, null, 95.0, List.of(), "order",
                new ComparisonAnswer.VerdictAnswer("worse", b + " loses"), null, List.of(), List.of());
    }

    @Test
    void staysInItsElementsWhateverTheDataHold() {
        String page = Page.of(compared("a </title><script>", "</script><!-- {{style}} $1 \\"));
        assertTrue(page.contains("\"file\":\"\\u003c/script>\\u003c!-- {{style}} $1 \\\\\""), page);
        assertTrue(page.contains(
                "<title>&lt;/script&gt;&lt;!-- {{style}} $1 \\ against a &lt;/title&gt;&lt;script&gt;</title>"));
        assertEquals(2, page.split("<script>", -1).length);
        assertTrue(page.contains("is less accurate: 90.00\u00a0% → 10.00\u00a0%</h1>"));
    }

    @Test
    void leavesFoldersOut() {
        String page = Page.of(compared("/home/me/a.npz:logits", "/srv/süß/x y/b.npz"));
        assertFalse(page.contains("/home/me"));
        assertFalse(page.contains("/srv/"));
        assertTrue(page.contains("\"file\":\"a.npz:logits\""), page);
        assertTrue(page.contains("<title>b.npz against a.npz:logits</title>"));
    }

    @ParameterizedTest
    @CsvSource({"/a/b/c.onnx, c.onnx", "npz:/a/b/x.npz, npz:x.npz", "cifar10:/d/cifar:test, cifar10:cifar:test",
        "relative/x.onnx, relative/x.onnx", "/layer1/conv/Conv, /layer1/conv/Conv", "C:\\me\\x.onnx, x.onnx",
        "'data:image/png;base64,ab/a/b/cd', 'data:image/png;base64,ab/a/b/cd'"})
    void keepsNamesOfFilesAndTensors(String words, String left) {
        FolderFree names = new FolderFree(List.of("/a/b/c.onnx", "npz:/a/b/x.npz", "cifar10:/d/cifar:test",
                "relative/x.onnx", "C:\\me\\x.onnx"));
        assertEquals(left, names.apply(words));
    }
}
