package dev.vernier.audit.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.tensor.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FindingIdTest {
    @ParameterizedTest
    @EnumSource(FindingId.class)
    void isExplainedInAFewLinesThatSayWhatToDoAndWhereItIsFrom(FindingId id) {
        List<String> lines = id.explanation();
        assertTrue(lines.size() >= 5 && lines.size() <= 12, id + " has " + lines.size() + " lines");
        for (String part : List.of("Found by: ", "Proof: ", "Do: ", "Source: ")) {
            assertEquals(1, lines.stream().filter(line -> line.startsWith(part)).count(), id + ": " + part);
        }
        assertTrue(lines.stream().allMatch(line -> !line.isBlank() && line.length() <= 120), id.toString());
    }

    @ParameterizedTest
    @EnumSource(FindingId.class)
    void readsBackItsOwnName(FindingId id) {
        assertEquals(id, FindingId.parse(id.toString()));
    }

    @Test
    void listsWhatIsKnownWhereAnIdIsNot() {
        String message = assertThrows(InputException.class, () -> FindingId.parse("gremlins")).getMessage();
        assertTrue(message.startsWith("gremlins, known: uncalibrated, "), message);
    }
}
