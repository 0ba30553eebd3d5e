package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitLayersTest {
    @ParameterizedTest
    @ValueSource(strings = {"AVX2", "AVX512_CORE"})
    void areExactOnCpusWithoutVnni(String instructions) {
        String said = OtherCpu.run(instructions, SplitLayers.class);
        Assumptions.assumeFalse(said.equals(SplitLayers.NOTHING_TO_SPLIT),
                () -> "skipped: no layer needs splitting here with ONEDNN_MAX_CPU_ISA=" + instructions);
        assertEquals(SplitLayers.EXACT, said);
    }
}
