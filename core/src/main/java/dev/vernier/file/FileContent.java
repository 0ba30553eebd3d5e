package dev.vernier.file;

import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What identifies a file.
///
/// @param bytes its size
/// @param sha256 in hexadecimal
public record FileContent(long bytes, String sha256) {
    /// @throws InputException where the file cannot be read
    public static FileContent of(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                long bytes = in.transferTo(java.io.OutputStream.nullOutputStream());
                return new FileContent(bytes, HexFormat.of().formatHex(digest.digest()));
            }
        } catch (IOException unreadable) {
            throw new InputException(file + ": cannot be read (" + unreadable.getMessage() + ")", unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
