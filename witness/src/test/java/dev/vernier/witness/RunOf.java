package dev.vernier.witness;

import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import java.nio.file.Path;

/// A program that opens a file in TensorFlow Lite, in each of its kernels, and prints nothing itself.
final class RunOf {
    private RunOf() {}

    public static void main(String[] arguments) {
        for (TfliteKernels kernels : TfliteKernels.values()) {
            for (String file : arguments) {
                try (Session session = new TfliteEngine(kernels).openFile(Path.of(file), SessionOptions.DEFAULT)) {
                    session.sibling().close();
                } catch (IllegalArgumentException refused) {
                    continue;
                }
            }
        }
    }
}
