package dev.vernier.file;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/// A stream that somebody may stop reading, as `head` does when it has seen enough: what follows goes nowhere, and nobody
/// calls that a failure. One that fails for another reason, such as a full device, fails.
public final class ReadableOutput extends FilterOutputStream {
    private final boolean isPipe;
    private boolean isRead = true;

    /// @param isPipe whether it can fail for no other reason
    public ReadableOutput(OutputStream out, boolean isPipe) {
        super(out);
        this.isPipe = isPipe;
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int count) throws IOException {
        try {
            if (isRead) {
                out.write(bytes, from, count);
            }
        } catch (IOException failure) {
            isRead = false;
            if (!isPipe && !String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("pipe")) {
                throw failure;
            }
        }
    }
}
