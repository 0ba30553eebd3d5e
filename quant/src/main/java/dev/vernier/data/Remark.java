package dev.vernier.data;

import java.util.List;

/// A line about how samples were read, or which of them were taken.
///
/// @param isWarning whether something may be wrong
public record Remark(boolean isWarning, String text) {
    public static Remark note(String text) {
        return new Remark(false, text);
    }

    public static Remark warning(String text) {
        return new Remark(true, text);
    }

    /// Says them, each once.
    public static void tell(List<Remark> remarks, Listener listener) {
        remarks.stream().distinct().forEach(remark -> {
            if (remark.isWarning()) {
                listener.warn("warning: " + remark.text());
            } else {
                listener.note(remark.text());
            }
        });
    }
}
