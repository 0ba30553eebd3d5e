package dev.vernier.report;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Words without the folders of the machine where they were made: of each file or data set its own name is left. A page is
/// passed on; where its reader's files lie is nobody else's business.
final class FolderFree implements UnaryOperator<String> {
    private static final Pattern FOLDER = Pattern.compile("(?:^|[:=\\s])(/(?:[^:]*/)?|[A-Za-z]:\\\\(?:[^:]*\\\\)?)");
    private static final String PICTURE = "data:";

    private final List<String> folders;

    /// @param places paths, and data sets such as `npz:/home/me/x.npz`, whose folders are left out; a null is none
    FolderFree(List<String> places) {
        this.folders = places.stream().filter(Objects::nonNull)
                .flatMap(place -> FOLDER.matcher(place).results().map(found -> found.group(1)))
                .filter(folder -> folder.length() > 1).distinct()
                .sorted(Comparator.comparing(String::length).reversed()).toList();
    }

    @Override
    public String apply(String words) {
        if (words.startsWith(PICTURE)) {
            return words;
        }
        String shorter = words;
        for (String folder : folders) {
            shorter = shorter.replace(folder, "");
        }
        return shorter;
    }
}
