package dev.vernier.audit.ladder;

import dev.vernier.stats.Paired;
import dev.vernier.stats.Verdict;
import dev.vernier.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One form in which a model is deployed, and what it does to the samples that the float model also saw. The same file may
/// do well in one runtime and badly in another, so each has a verdict of its own.
///
/// @param rung where it stands
/// @param name what sentences call it
/// @param verdict on the pair, without a margin
/// @param brief the same in a few words, without the name
public record DeployedForm(String rung, String name, Paired paired, Verdict verdict, String brief) {
    /// The rung of a float candidate, or of predictions that somebody recorded.
    public static final String CANDIDATE = RungId.CANDIDATE.toString();

    /// The rungs on which a deployed form can stand.
    public static List<String> rungs() {
        return forms().map(RungId::toString).toList();
    }

    /// The rung of that name on which a deployed form can stand.
    ///
    /// @throws InputException where there is none
    public static RungId parse(String rung) {
        return forms().filter(form -> form.toString().equals(rung)).findFirst()
                .orElseThrow(() -> new InputException(rung + ", known: " + String.join(", ", rungs())));
    }

    private static Stream<RungId> forms() {
        return Stream.of(RungId.values()).filter(rung -> rung.form().isPresent());
    }

    /// Every deployed form of a ladder, the integer one first. Where none was climbed there is none.
    public static List<DeployedForm> of(Ladder ladder) {
        return forms().filter(rung -> rung != RungId.ONNXRUNTIME_EXACT)
                .flatMap(rung -> on(rung.toString(), ladder).stream()).toList();
    }

    /// The form on a rung; empty where that, or the float one, was not climbed.
    public static Optional<DeployedForm> on(String rung, Ladder ladder) {
        String name = RungId.of(rung).flatMap(RungId::form).orElse("int8 on rung " + rung);
        return ladder.paired(rung).map(paired -> ladder.isUnlabelled()
                ? new DeployedForm(rung, name, paired, Verdict.unlabelled(name, paired), Verdict.agreement(paired))
                : new DeployedForm(rung, name, paired, Verdict.of(name, paired), Verdict.brief(paired)));
    }

    /// Whether it is worse or better than the float model.
    public boolean isChanged() {
        return verdict.outcome() == Verdict.Outcome.WORSE || verdict.outcome() == Verdict.Outcome.BETTER;
    }

    /// All forms in one sentence without a full stop, which names each that changed.
    ///
    /// @param forms at least one
    public static String conclusion(List<DeployedForm> forms) {
        DeployedForm first = forms.getFirst();
        if (forms.size() > 1 && forms.stream().allMatch(form -> form.brief.equals(first.brief))) {
            return first.name + ", also "
                    + forms.stream().skip(1).map(form -> form.where(first)).collect(Collectors.joining(" and "))
                    + ": " + first.brief;
        }
        List<String> clauses = new ArrayList<>();
        clauses.add(first.name + ": " + first.brief);
        forms.stream().skip(1).forEach(form -> clauses.add(form.where(first) + " " + form.brief));
        return String.join("; ", clauses);
    }

    /// Its name without what the first form's name says already.
    private String where(DeployedForm first) {
        return name.startsWith(first.name + " ") ? name.substring(first.name.length() + 1) : name;
    }
}
