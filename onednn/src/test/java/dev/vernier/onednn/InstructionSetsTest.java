package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Integer operators on every instruction set that this CPU has, in processes of their own: oneDNN picks other kernels.
class InstructionSetsTest {
    /// The smaller ones first.
    private static final List<String> SETS = List.of("AVX2", "AVX2_VNNI", "AVX512_CORE", "AVX512_CORE_VNNI",
            "AVX512_CORE_BF16", "AVX10_1_512", "AVX10_1_512_AMX");

    static List<String> sets() {
        return SETS;
    }

    @ParameterizedTest
    @MethodSource("sets")
    void computeTheCodesOfTheDefinition(String instructions) {
        String wanted = instructions.toLowerCase(Locale.ROOT);
        String largest = OneDnnLibrary.here().instructionSet();
        int known = SETS.indexOf(largest.toUpperCase(Locale.ROOT));
        assumeTrue(known < 0 || SETS.indexOf(instructions) <= known,
                () -> "skipped: no " + wanted + " here, oneDNN uses " + largest);
        String said = OtherCpu.run(instructions, IntegerSuite.class, wanted);
        assumeFalse(said.matches("\\w+"), () -> "skipped: no " + wanted + " here, oneDNN uses " + said);
        assertTrue(said.matches("(?s)" + wanted + ": [1-9]\\d* passed, 0 failed.*"), said);
    }
}
