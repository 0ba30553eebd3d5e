package dev.vernier.exam;

import dev.vernier.stats.Interval;
import dev.vernier.stats.ScoreInterval;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What all answers together say.
///
/// @param code the commit that answered
/// @param cases how many are to be answered
record Scorecard(Case.Phase phase, String code, int cases, List<Answer> answers) {
    Scorecard {
        answers = answers.stream().filter(answer -> answer.of().phase() == phase).toList();
    }

    private List<Answer> planted() {
        return answers.stream().filter(answer -> !answer.of().isClean() && answer.isPlanted()).toList();
    }

    private List<Answer> effective() {
        return planted().stream().filter(Answer::hasEffect).toList();
    }

    private List<Answer> small() {
        return planted().stream().filter(answer -> !answer.hasEffect() && !answer.isGain()).toList();
    }

    private List<Answer> clean() {
        return answers.stream().filter(answer -> answer.of().isClean()).toList();
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, """
                # Scorecard of the exam, %s

                Code of commit %s; %s: %s. Made by
                `exam/run` ([what it is](../../docs/exam.md)). Shares have Wilson's 95 %% interval.
                %s

                | | | goal |
                |---|---|---|
                | planted faults with an effect (a loss with p < 0.001 against the clean int8 model) | %d | 300 |
                | the first error is what was planted | %s | 95 %% |
                | clean runs | %d | 200 |
                | clean runs with an error | %d | 0 |
                | clean runs with a warning that names a cause | %d | |

                """, LocalDate.now(), code, phase, phase.described(), progress(), effective().size(),
                share(effective(), Answer::isRight),
                clean().size(),
                count(clean(), answer -> answer.firstError().isPresent()), count(clean(), Scorecard::isSuspected)));
        text.append(by("By fault", answer -> answer.of().fault()));
        text.append(by("By network", answer -> answer.of().network()));
        text.append(by("By qconfig", answer -> answer.of().recipe()));
        confusions(text);
        small(text);
        clean(text);
        notPlanted(text);
        return text.toString();
    }

    private String progress() {
        return answers.size() < cases
                ? "**Partial:** %d of %d cases are answered.".formatted(answers.size(), cases)
                : "All %d cases are answered.".formatted(answers.size());
    }

    private String by(String title, Function<Answer, String> group) {
        StringBuilder text = new StringBuilder("## " + title + "\n\n| | with an effect | right first | named at all |\n"
                + "|---|---|---|---|\n");
        grouped(effective(), group).forEach((name, some) -> text.append(String.format(Locale.ROOT,
                "| `%s` | %d | %s | %d |%n", name, some.size(), share(some, Answer::isRight),
                count(some, answer -> answer.names(answer.of().fault())))));
        return text.append("\n").toString();
    }

    private void confusions(StringBuilder text) {
        text.append(
                "## Confusions\n\nWhat came first where it was not what was planted.\n\n| planted | first error | cases |\n"
                        + "|---|---|---|\n");
        grouped(effective().stream().filter(answer -> !answer.isRight()).toList(),
                answer -> "`" + answer.of().fault() + "` | "
                        + answer.firstError().map(id -> "`" + id + "`").orElse("none"))
                .forEach((pair, some) -> text.append(String.format(Locale.ROOT, "| %s | %s |%n", pair,
                        some.stream()
                                .map(answer -> "`" + answer.of().key().substring(phase.toString().length() + 1) + "`")
                                .collect(Collectors.joining(", ")))));
        text.append("\n");
    }

    private void small(StringBuilder text) {
        List<Answer> small = small();
        text.append(String.format(Locale.ROOT, """
                ## Smaller effects

                Of %d planted faults whose effect is not below p = 0.001, %d get no error: for %d nothing significant was lost
                against float, the others have a loss with suspicions alone. %d get an error that is what was planted, %d
                another one. %d more faults made the model surely better, and %d of these got an error.

                """, small.size(), count(small, answer -> answer.firstError().isEmpty()),
                count(small, answer -> answer.firstError().isEmpty() && !answer.names("accuracy-loss")),
                count(small, Answer::isRight),
                count(small, answer -> answer.firstError().isPresent() && !answer.isRight()),
                count(planted(), Answer::isGain),
                count(planted(), answer -> answer.isGain() && answer.firstError().isPresent())));
    }

    private void clean(StringBuilder text) {
        text.append(
                "## Clean runs\n\n| | runs | with an error | with a warning that names a cause |\n|---|---|---|---|\n");
        grouped(clean(), answer -> answer.of().network() + ", " + answer.of().recipe().split("\\+")[0])
                .forEach((name, some) -> text.append(String.format(Locale.ROOT, "| %s | %d | %d | %d |%n", name,
                        some.size(), count(some, answer -> answer.firstError().isPresent()),
                        count(some, Scorecard::isSuspected))));
        clean().stream().filter(answer -> answer.firstError().isPresent() || isSuspected(answer))
                .sorted(Comparator.comparing(answer -> answer.of().key()))
                .forEach(answer -> text.append(String.format("%n- `%s`: %s", answer.of().key(),
                        String.join(", ", answer.findings()))));
        text.append("\n\n");
    }

    private void notPlanted(StringBuilder text) {
        text.append("## Not planted\n\n");
        grouped(answers.stream().filter(answer -> !answer.isPlanted()).toList(),
                answer -> "`" + answer.of().fault() + "`: " + answer.evidence())
                .forEach((what, some) -> text.append("- " + some.size() + " times " + what + "\n"));
        text.append(
                "\nWhat is left to tests, and why, stands in [the exam's page](../../docs/exam.md#left-to-tests).\n");
    }

    private static boolean isSuspected(Answer answer) {
        return answer.findings().stream()
                .anyMatch(found -> found.startsWith("warning:") && !found.equals("warning:accuracy-loss"));
    }

    private static String share(List<Answer> of, Predicate<Answer> which) {
        if (of.isEmpty()) {
            return "-";
        }
        int count = count(of, which);
        Interval interval = ScoreInterval.ofProportion(count, of.size(), ScoreInterval.CONFIDENCE);
        return String.format(Locale.ROOT, "%d, %.1f %% (%.1f to %.1f)", count, 100.0 * count / of.size(),
                interval.low(), interval.high());
    }

    private static int count(List<Answer> of, Predicate<Answer> which) {
        return (int) of.stream().filter(which).count();
    }

    private static Map<String, List<Answer>> grouped(List<Answer> of, Function<Answer, String> group) {
        return of.stream().collect(Collectors.groupingBy(group, TreeMap::new, Collectors.toList()));
    }
}
