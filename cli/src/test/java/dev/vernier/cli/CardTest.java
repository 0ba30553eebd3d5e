package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.data.Preprocess;
import dev.vernier.model.Card;
import dev.vernier.tensor.InputException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CardTest {
    @Test
    void readsPreprocessingAndLabels() {
        Card card = Card.parse("a.card.json", """
                {"model": "a.onnx", "preprocess": {"scale": "1/255", "mean": [0.485, 0.456, 0.406],
                 "std": [0.229, 0.224, 0.225], "channels": "rgb", "layout": "nchw"}, "labels": ["cat", "dog"]}
                """);
        assertEquals(new Card(Optional.of(Preprocess.IMAGENET), List.of("cat", "dog")), card);
    }

    @Test
    void anEmptyPreprocessingIsRawAndAMissingOneIsNone() {
        assertEquals(Optional.of(Preprocess.RAW), Card.parse("c", "{\"preprocess\": {}}").preprocess());
        assertEquals(Optional.empty(), Card.parse("c", "{}").preprocess());
    }

    @Test
    void printsItselfAsATextThatSaysTheSame() {
        Card card = new Card(Optional.of(Preprocess.parse("imagenet,channels=bgr,layout=nhwc,resize=40,crop=32")),
                List.of("a"));
        assertEquals(card, Card.parse("c", card.text()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[1] | no JSON object", "{\"preprocess\": 3} | needed an object",
        "{\"preprocess\": {\"size\": 3}} | known: channels",
        "{\"preprocess\": {\"mean\": {}}} | mean", "{\"preprocess\": {\"scale\": \"big\"}} | scale = big",
        "nonsense | needed JSON",
        "{\"preprocess\": {\"std\": [0]}} | std"
    })
    void refusesWhatIsNoCard(String text, String reason) {
        String message = assertThrows(InputException.class, () -> Card.parse("a.card.json", text)).getMessage();
        assertTrue(message.startsWith("a.card.json: ") && message.contains(reason), message);
    }
}
