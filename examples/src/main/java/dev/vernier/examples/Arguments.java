package dev.vernier.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The files that an example was given, and whether it is to be quick.
record Arguments(List<Path> files, boolean quick) {
    /// Ends the program where there are not as many files as `usage` names.
    static Arguments parse(String[] words, String usage) {
        List<String> files = new ArrayList<>(Arrays.asList(words));
        boolean quick = files.removeIf("--quick"::equals);
        if (files.size() != usage.split(" ").length - 1) {
            System.err.println("usage: " + usage + " [--quick]");
            System.exit(2);
        }
        return new Arguments(files.stream().map(Path::of).toList(), quick);
    }
}
