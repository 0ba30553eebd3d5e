package dev.vernier.data;

import java.util.Locale;

/// The order of a colour image's channels.
public enum Channels {
    RGB,
    /// As OpenCV reads images.
    BGR;

    /// @throws IllegalArgumentException where no order is called so
    public static Channels parse(String word) {
        return switch (word) {
            case "rgb" -> RGB;
            case "bgr" -> BGR;
            default -> throw new IllegalArgumentException("channels = " + word + ", known: rgb, bgr");
        };
    }

    /// `rgb` or `bgr`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
