package dev.vernier.graph;

import java.util.HashSet;
import java.util.Set;

/// Names for tensors that a file does not have, each given once.
public final class FreshNames {
    private final Set<String> taken;

    /// @param taken the names that are in use already
    public FreshNames(Set<String> taken) {
        this.taken = new HashSet<>(taken);
    }

    /// The wish itself, or with the first number from 2 on behind it that makes it a new name.
    public String of(String wish) {
        String name = wish;
        for (int i = 2; !taken.add(name); i++) {
            name = wish + i;
        }
        return name;
    }
}
