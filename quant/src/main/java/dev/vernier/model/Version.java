package dev.vernier.model;

import java.util.Optional;

/// Vernier's version, from the manifest of its jar.
public final class Version {
    private Version() {}

    /// The version, or `unreleased` where the classes come from no jar.
    public static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("unreleased");
    }
}
