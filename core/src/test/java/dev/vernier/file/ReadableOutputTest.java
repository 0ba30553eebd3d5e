package dev.vernier.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class ReadableOutputTest {
    private static PrintStream printing(OutputStream out, boolean isPipe) {
        return new PrintStream(new ReadableOutput(out, isPipe), true, StandardCharsets.UTF_8);
    }

    @Test
    void passesOnWhatIsRead() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        printing(out, true).print("7 of 10 correct");
        assertEquals("7 of 10 correct", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void dropsWhatFollowsOnceNobodyReads() throws IOException {
        PipedInputStream reader = new PipedInputStream();
        PrintStream printing = printing(new PipedOutputStream(reader), false);
        reader.close();
        printing.println("nobody reads this");
        printing.println("nor that");
        assertFalse(printing.checkError());
    }

    @Test
    void takesEveryFailureOfAPipeForAReaderThatIsGone() {
        assertFalse(failing("Tubería rota", true).checkError());
        assertTrue(failing("Tubería rota", false).checkError());
        assertFalse(failing("Broken pipe", false).checkError());
        assertTrue(failing(null, false).checkError());
    }

    private static PrintStream failing(String message, boolean isPipe) {
        PrintStream printing = printing(new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException(message);
            }
        }, isPipe);
        printing.println("one");
        return printing;
    }

    @Test
    void failsOnAFullDevice() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "no /dev/full");
        try (PrintStream printing = printing(Files.newOutputStream(full, StandardOpenOption.WRITE), false)) {
            printing.println("one");
            assertTrue(printing.checkError());
        }
    }
}
