package dev.vernier.speed;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a speed was measured on, as far as it is known.
///
/// @param cpu the processor's own name; the architecture where the system does not say it
/// @param cores that this process may use
/// @param flags options of the JVM, and variables of the environment that steer threads and instruction sets
public record Machine(String cpu, int cores, String java, List<String> flags) {
    private static final Path CPUS = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";

    public Machine {
        flags = List.copyOf(flags);
    }

    public static Machine here() {
        Stream<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-XX:AOTCache="));
        Stream<String> variables = System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().matches("(OMP|GOMP|KMP|ONEDNN|DNNL)_.*"))
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .sorted();
        return new Machine(processor(), Runtime.getRuntime().availableProcessors(), Runtime.version().toString(),
                Stream.concat(options, variables).toList());
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(CPUS)) {
            return lines.filter(line -> line.startsWith(MODEL))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(Machine::architecture);
        } catch (IOException notLinux) {
            return architecture();
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch");
    }
}
