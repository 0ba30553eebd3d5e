package dev.vernier.exam;

import dev.vernier.data.Workers;
import dev.vernier.onednn.OneDnnEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/// `exam tuning|scoring RESULTS SCORECARD ROUNDS CLEAN THREADS SHARED COMMIT`: runs what the results file lacks, appends a line
/// for each case, and writes the scorecard as far as it is known.
final class Exam {
    /// Answers between two looks at the scorecard.
    private static final int OFTEN = 20;

    private Exam() {}

    public static void main(String[] words) {
        Case.Phase phase = Case.Phase.valueOf(words[0].toUpperCase(Locale.ROOT));
        Path results = Path.of(words[1]);
        Path card = Path.of(words[2]);
        int threads = Integer.parseInt(words[5]);
        Path shared = Path.of(words[6]);
        String code = words[7];
        List<Network> networks = Network.all(Path.of("."), shared);
        List<Case> cases = new ArrayList<>(Case.planted(phase, networks, Integer.parseInt(words[3])));
        cases.addAll(Case.clean(phase, networks, Integer.parseInt(words[4])));
        Collections.shuffle(cases, new Random(cases.size()));
        Set<Case> done = read(results).stream().map(Answer::of).collect(Collectors.toSet());
        List<Case> left = cases.stream().filter(one -> !done.contains(one)).toList();
        Examiner examiner = new Examiner(networks, new OneDnnEngine(), Network.IMAGES);
        long start = System.nanoTime();
        int[] count = {0};
        Workers.run(left, threads, () -> examiner, (self, one) -> self.examine(one), answer -> {
            append(results, answer.line());
            count[0]++;
            if (count[0] % OFTEN == 0) {
                write(card, new Scorecard(phase, code, cases.size(), read(results)));
                System.err.printf("%d of %d, %.0f s%n", count[0], left.size(), (System.nanoTime() - start) / 1e9);
            }
        });
        write(card, new Scorecard(phase, code, cases.size(), read(results)));
    }

    private static List<Answer> read(Path results) {
        try {
            return Files.exists(results) ? Files.readAllLines(results).stream().map(Answer::parse).toList() : List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void append(Path results, String line) {
        try {
            Files.writeString(results, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void write(Path file, Scorecard card) {
        try {
            Files.writeString(file, card.markdown());
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
