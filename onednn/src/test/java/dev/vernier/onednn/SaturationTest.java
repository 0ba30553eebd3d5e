package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.Shared;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaturationTest {
    @ParameterizedTest
    @ValueSource(strings = {"AVX2", "AVX512_CORE"})
    void replaysLayersOfAnySizeCodeByCode(String instructions) {
        assertReplays(instructions);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AVX2", "AVX512_CORE"})
    void replaysAWholeModelCodeByCode(String instructions) throws Exception {
        Path model = Shared.path("models/resnet20-cifar10.onnx");
        assertReplays(instructions, model.toString());
    }

    private static void assertReplays(String instructions, String... arguments) {
        String said = OtherCpu.run(instructions, SaturationReplay.class, arguments);
        Assumptions.assumeFalse(said.startsWith(SaturationReplay.EXACT),
                () -> "skipped: oneDNN saturates nothing here with ONEDNN_MAX_CPU_ISA=" + instructions);
        assertEquals(SaturationReplay.EQUAL, said);
    }
}
