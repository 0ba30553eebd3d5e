package dev.vernier.cli.job;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// Vernier's version, from the manifest of its jar.
public final class Version implements IVersionProvider {
    /// The version, or `unreleased` where the classes come from no jar.
    public static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("unreleased");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"vernier " + text()};
    }
}
