package dev.vernier.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vernier.audit.Audit;
import dev.vernier.audit.ladder.DeployedForm;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.Rung;
import dev.vernier.audit.ladder.RungId;
import dev.vernier.stats.MaxDrop;
import dev.vernier.stats.Paired;
import dev.vernier.tensor.InputException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// What became of a gate, as JSON.
///
/// @param id `met`, `not-excluded`, `proven`, or `not-comparable`; of several forms that of the one that does worst
/// @param text one sentence of each form that fails it, or of each where none does
/// @param moreSamples that would probably open it, were the changes as observed; absent where it is open, or no number of
/// samples would
/// @param forms the same of each deployed form; absent where no ladder was climbed
public record GateAnswer(double maxDrop, boolean met, String id, String text,
        @JsonInclude(JsonInclude.Include.NON_NULL) Long moreSamples,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<FormAnswer> forms) {
    /// The exit status where it is not met.
    public static final int NOT_MET = 3;

    /// What became of it for one deployed form.
    ///
    /// @param rung where that stands
    public record FormAnswer(String rung, boolean met, String id, String text,
            @JsonInclude(JsonInclude.Include.NON_NULL) Long moreSamples) {
        static FormAnswer of(MaxDrop gate, DeployedForm form) {
            MaxDrop.Answer answer = gate.of(form.paired());
            return new FormAnswer(form.rung(), answer == MaxDrop.Answer.EXCLUDED, answer.id(),
                    gate.text(form.name(), form.paired()), orNull(gate.moreSamples(form.paired())));
        }
    }

    /// @param paired empty where the samples are not the same
    public static GateAnswer of(MaxDrop gate, String candidate, Optional<Paired> paired) {
        return paired.map(pair -> new GateAnswer(gate.points(), gate.of(pair) == MaxDrop.Answer.EXCLUDED,
                gate.of(pair).id(), gate.text(candidate, pair), orNull(gate.moreSamples(pair)), null))
                .orElseGet(() -> new GateAnswer(gate.points(), false, "not-comparable",
                        candidate + ": gate not met, the samples are not the same", null, null));
    }

    /// A gate that every form must pass.
    ///
    /// @param rung of the only form that must; empty for every one that was climbed
    /// @throws InputException where that rung was not climbed
    public static GateAnswer of(MaxDrop gate, Optional<RungId> rung, Audit audit) {
        return of(gate, rung.map(id -> List.of(form(id.toString(), audit.climb().ladder()))).orElseGet(audit::forms));
    }

    private static DeployedForm form(String rung, Ladder ladder) {
        return DeployedForm.on(rung, ladder).orElseThrow(() -> new InputException("--gate: rung " + rung
                + " was not climbed" + ladder.rungs().stream().filter(Rung.Skipped.class::isInstance)
                        .map(Rung.Skipped.class::cast).filter(skipped -> skipped.id().equals(rung))
                        .map(skipped -> " (" + skipped.reason() + ")").findFirst().orElse("")
                + ", needed one of " + ladder.rungs().stream().filter(Rung.Climbed.class::isInstance).map(Rung::id)
                        .filter(DeployedForm.rungs()::contains).collect(Collectors.joining(", "))));
    }

    private static GateAnswer of(MaxDrop gate, List<DeployedForm> deployed) {
        List<FormAnswer> forms = deployed.stream().map(form -> FormAnswer.of(gate, form)).toList();
        List<FormAnswer> failed = forms.stream().filter(form -> !form.met()).toList();
        MaxDrop.Answer worst = deployed.stream().map(form -> gate.of(form.paired())).max(Comparator.naturalOrder())
                .orElseThrow();
        boolean canOpen = failed.stream().allMatch(form -> form.moreSamples() != null);
        return new GateAnswer(gate.points(), failed.isEmpty(), worst.id(),
                (failed.isEmpty() ? forms : failed).stream().map(FormAnswer::text).collect(Collectors.joining("; ")),
                canOpen ? failed.stream().map(FormAnswer::moreSamples).max(Comparator.naturalOrder()).orElse(null)
                        : null,
                forms);
    }

    /// The same for people.
    public void say(Lines lines) {
        if (forms == null) {
            say(met, text, lines);
        } else {
            forms.forEach(form -> say(form.met(), form.text(), lines));
        }
        PairedText.sayMoreSamples(moreSamples == null ? OptionalLong.empty() : OptionalLong.of(moreSamples),
                "open the gate", lines);
    }

    private static void say(boolean met, String text, Lines lines) {
        lines.say(met ? text : lines.style().red(text));
    }

    static Long orNull(OptionalLong count) {
        return count.isPresent() ? count.getAsLong() : null;
    }
}
