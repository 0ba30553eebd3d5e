package dev.vernier.audit.cause;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.quant.Networks;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QdqLift;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssumedRelusTest {
    /// A layer without ReLU whose codes begin at zero, as without calibration.
    private static final QuantizedModel READ = QdqLift.lift(Networks.graph("""
            x: f32[n, 1, 2, 2]
            const w: f32[1, 1, 1, 1] = [1.0]
            const s: f32[] = 1.0
            const z: u8[] = 0
            const zx: u8[] = 3
            xq = quantize x, s, zx {to = u8}
            xd = dequantize xq, s, zx
            c = conv xd, w {kernel = [1, 1]}
            cq = quantize c, s, z {to = u8}
            cd = dequantize cq, s, z
            y = flatten cd
            return y
            """), Map.of());

    private static Graph reference(String activation) {
        return Networks.graph("""
                x: f32[n, 1, 2, 2]
                const w: f32[1, 1, 1, 1] = [1.0]
                c = conv x, w {kernel = [1, 1]}
                %s
                return y
                """.formatted(activation));
    }

    @Test
    void areTakenOutWhereTheReferenceHasNone() {
        assertTrue(READ.graph().nodes().stream().anyMatch(node -> node.op().word().equals("relu")));
        Graph reference = reference("y = flatten c");
        QuantizedModel without = AssumedRelus.without(READ, reference);
        assertEquals(reference.nodes(), without.graph().nodes());
        assertEquals(QParams.perTensor(DType.U8, 1, 0), without.quantization().parameters().get("c"));
        Tensor x = Networks.samples(reference, 6, 1);
        assertEquals(Networks.output(READ.integer(), x), Networks.output(without.integer(), x));
    }

    @Test
    void stayWhereTheReferenceHasThemToo() {
        assertEquals(READ, AssumedRelus.without(READ, reference("r = relu c\ny = flatten r")));
    }
}
