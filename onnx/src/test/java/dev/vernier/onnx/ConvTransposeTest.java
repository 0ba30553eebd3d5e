package dev.vernier.onnx;

import static dev.vernier.onnx.Models.attribute;
import static dev.vernier.onnx.Models.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.vernier.graph.GraphText;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The padding of a transposed convolution may follow from the size of its output.
class ConvTransposeTest {
    private static String read(NodeProto.Builder node) {
        ModelProto.Builder model = Models.of(11, Models.input("x", "n", 1, 4), node);
        model.getGraphBuilder().addInitializer(Models.constant("w", Tensor.of(Shape.of(1, 1, 4), 1, 2, 3, 4)));
        String text = GraphText.print(OnnxReader.parse("model", model.build().toByteArray()).graph());
        return text.lines().filter(line -> line.startsWith("y")).findFirst().orElseThrow();
    }

    private static NodeProto.Builder strided(long stride) {
        return node("ConvTranspose", "y", "x", "w").addAttribute(attribute("strides", List.of(stride)));
    }

    @Test
    void keepsPaddingThatIsGiven() {
        assertEquals("y = conv_transpose x, w {kernel = [4], stride = [3], padding = [1, 2], output_padding = [1]}",
                read(strided(3).addAttribute(attribute("pads", List.of(1L, 2L)))
                        .addAttribute(attribute("output_padding", List.of(1L)))));
    }

    @Test
    void padsToAMultipleOfTheInput() {
        assertEquals("y = conv_transpose x, w {kernel = [4], stride = [3], padding = [0, 1]}",
                read(strided(3).addAttribute(attribute("auto_pad", "SAME_UPPER"))));
        assertEquals("y = conv_transpose x, w {kernel = [4], stride = [3], padding = [1, 0]}",
                read(strided(3).addAttribute(attribute("auto_pad", "SAME_LOWER"))));
        assertEquals("y = conv_transpose x, w {kernel = [4], stride = [6], output_padding = [2]}",
                read(strided(6).addAttribute(attribute("auto_pad", "SAME_UPPER"))));
    }

    @Test
    void padsToTheSizeThatIsGiven() {
        assertEquals("y = conv_transpose x, w {kernel = [4], stride = [2], padding = [2, 1]}",
                read(strided(2).addAttribute(attribute("output_shape", List.of(7L)))));
        assertEquals("y = conv_transpose x, w {kernel = [4], stride = [2], output_padding = [1]}",
                read(strided(2).addAttribute(attribute("output_shape", List.of(11L)))));
    }

    @Test
    void refusesSizesThatNoPaddingGives() {
        String message = assertThrows(InputException.class,
                () -> read(strided(2).addAttribute(attribute("output_shape", List.of(12L))))).getMessage();
        assertTrue(message.contains("output padding [2] with stride [2], needed one size from 0 to below"), message);
        message = assertThrows(InputException.class,
                () -> read(strided(2).addAttribute(attribute("output_shape", List.of(7L, 7L))))).getMessage();
        assertTrue(message.contains("output_padding = [0], output_shape = [7, 7], needed 1 sizes"), message);
    }
}
