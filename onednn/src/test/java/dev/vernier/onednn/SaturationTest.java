package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.Shared;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// oneDNN takes the environment's word for the CPU only once, so each instruction set has a process of its own.
class SaturationTest {
    @ParameterizedTest
    @ValueSource(strings = {"AVX2", "AVX512_CORE"})
    void replaysLayersOfAnySizeCodeByCode(String instructions) throws Exception {
        assertReplays(instructions, List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"AVX2", "AVX512_CORE"})
    void replaysAWholeModelCodeByCode(String instructions) throws Exception {
        Path model = Shared.path("models/resnet20-cifar10.onnx");
        assertReplays(instructions, List.of(model.toString()));
    }

    private static void assertReplays(String instructions, List<String> arguments) throws Exception {
        String said = child(instructions, arguments);
        Assumptions.assumeFalse(said.startsWith(SaturationReplay.EXACT),
                () -> "skipped: oneDNN saturates nothing here with ONEDNN_MAX_CPU_ISA=" + instructions);
        assertEquals(SaturationReplay.EQUAL, said);
    }

    private static String child(String instructions, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                SaturationReplay.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(command.stream(), arguments.stream()).toList());
        builder.environment().put("ONEDNN_MAX_CPU_ISA", instructions);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return said;
    }
}
