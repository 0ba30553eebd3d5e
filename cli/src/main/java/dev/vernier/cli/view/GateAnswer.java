package dev.vernier.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vernier.audit.MaxDrop;
import dev.vernier.audit.Paired;
import dev.vernier.cli.console.Console;
import java.util.Optional;
import java.util.OptionalLong;

/// What became of a gate, as JSON.
///
/// @param id `met`, `not-excluded`, `proven`, or `not-comparable`
/// @param moreSamples that would probably open it, were the change as observed; absent where it is open, or no number of
/// samples would
public record GateAnswer(double maxDrop, boolean met, String id, String text,
        @JsonInclude(JsonInclude.Include.NON_NULL) Long moreSamples) {
    /// The exit status where it is not met.
    public static final int NOT_MET = 3;

    /// @param paired empty where the samples are not the same
    public static GateAnswer of(MaxDrop gate, String candidate, Optional<Paired> paired) {
        return paired.map(pair -> new GateAnswer(gate.points(), gate.of(pair) == MaxDrop.Answer.EXCLUDED,
                gate.of(pair).id(), gate.text(candidate, pair), orNull(gate.moreSamples(pair))))
                .orElseGet(() -> new GateAnswer(gate.points(), false, "not-comparable",
                        candidate + ": gate not met, the samples are not the same", null));
    }

    /// The same for people.
    public void say(Console console) {
        console.say(met ? text : console.style().red(text));
        PairedText.sayMoreSamples(moreSamples == null ? OptionalLong.empty() : OptionalLong.of(moreSamples),
                "open the gate", console);
    }

    static Long orNull(OptionalLong count) {
        return count.isPresent() ? count.getAsLong() : null;
    }
}
