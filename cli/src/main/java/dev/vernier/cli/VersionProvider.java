package dev.vernier.cli;

import dev.vernier.model.Version;
import picocli.CommandLine.IVersionProvider;

/// What `--version` says.
final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"vernier " + Version.text()};
    }
}
