package dev.vernier.data;

import java.util.Locale;

/// Which channels of a colour image a network takes, and in which order.
public enum Channels {
    RGB,
    /// As OpenCV reads images.
    BGR,
    /// One, their brightness, see [Gray].
    GRAY;

    /// @throws IllegalArgumentException where none is called so
    public static Channels parse(String word) {
        return switch (word) {
            case "rgb" -> RGB;
            case "bgr" -> BGR;
            case "gray" -> GRAY;
            default -> throw new IllegalArgumentException("channels = " + word + ", known: rgb, bgr, gray");
        };
    }

    /// `rgb`, `bgr` or `gray`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
