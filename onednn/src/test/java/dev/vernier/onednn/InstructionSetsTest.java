package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Integer operators on every instruction set that this CPU has, in processes of their own: oneDNN picks other kernels.
class InstructionSetsTest {
    @ParameterizedTest
    @ValueSource(strings = {"AVX2", "AVX2_VNNI", "AVX512_CORE", "AVX512_CORE_VNNI", "AVX512_CORE_BF16", "AVX10_1_512",
        "AVX10_1_512_AMX"})
    void computeTheCodesOfTheDefinition(String instructions) {
        String wanted = instructions.toLowerCase(Locale.ROOT);
        String said = OtherCpu.run(instructions, IntegerSuite.class, wanted);
        assumeFalse(said.matches("\\w+"), () -> "skipped: no " + wanted + " here, oneDNN uses " + said);
        assertTrue(said.matches("(?s)" + wanted + ": [1-9]\\d* passed, 0 failed.*"), said);
    }
}
