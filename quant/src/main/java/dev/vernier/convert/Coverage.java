package dev.vernier.convert;

import dev.vernier.data.Dataset;
import dev.vernier.data.Labels;
import dev.vernier.data.Remark;
import dev.vernier.tensor.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The classes that chosen samples lack of those that their data set has.
final class Coverage {
    private static final int LISTED = 5;
    /// So many samples for each class, in a random order, are of all classes.
    private static final int ENOUGH = 20;

    private Coverage() {}

    /// The chosen samples with a warning where they lack classes.
    ///
    /// @param role what they are chosen for
    /// @param whole that they were chosen from
    static Dataset checked(String role, Dataset chosen, Dataset whole) {
        if (chosen.size() == 0 || chosen.size() >= whole.size()) {
            return chosen;
        }
        List<Integer> absent = new ArrayList<>(classes(whole));
        List<Integer> present = present(chosen, absent.size());
        absent.removeAll(present);
        if (present.isEmpty() || absent.isEmpty()) {
            return chosen;
        }
        return chosen.with(Remark.warning(String.format(Locale.ROOT, "%s: %,d of %s of %s, none of %s",
                role, chosen.size(), new Counted(whole.size(), "sample"), whole.name(), listed(whole, absent))));
    }

    private static String listed(Dataset whole, List<Integer> labels) {
        String first = labels.stream().limit(LISTED).map(label -> name(whole, label)).collect(Collectors.joining(", "));
        int more = labels.size() - LISTED;
        return more <= 0 ? first
                : first + String.format(Locale.ROOT, " and %s", new Counted(more, "more class"));
    }

    private static List<Integer> classes(Dataset whole) {
        return whole.listedLabels().map(Labels::distinct)
                .orElseGet(() -> IntStream.range(0, whole.labels().size()).boxed().toList());
    }

    /// The classes of samples; none where they are too many to look at each and can lack no class.
    private static List<Integer> present(Dataset chosen, int classes) {
        Optional<Labels> listed = chosen.listedLabels();
        if (listed.isEmpty() && chosen.size() >= ENOUGH * classes) {
            return List.of();
        }
        return listed.orElseGet(() -> Labels.of(chosen.size(), index -> chosen.sample(index).label())).distinct();
    }

    private static String name(Dataset whole, int label) {
        return label < whole.labels().size() ? whole.labels().get(label) : "class " + label;
    }
}
