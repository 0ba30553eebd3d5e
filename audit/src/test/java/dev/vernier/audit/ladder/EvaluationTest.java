package dev.vernier.audit.ladder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.data.Dataset;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Progress;
import dev.vernier.data.Sample;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.model.Decision;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final Dataset SAMPLES = Dataset.of("three", List.of(
            new Sample(Tensor.ofU8(Shape.of(3, 1, 1), (byte) 1, (byte) 5, (byte) 2), 1),
            new Sample(Tensor.ofU8(Shape.of(3, 1, 1), (byte) 7, (byte) 5, (byte) 7), 2),
            new Sample(Tensor.ofU8(Shape.of(3, 1, 1), (byte) 0, (byte) 0, (byte) 9), 2)));

    private static Predictions predict(Decision decision, String lines) {
        Graph graph = GraphText.parse("x: f32[n, 3, 1, 1]\nscores = flatten x\n" + lines);
        try (Session session = new ReferenceEngine().open(graph, SessionOptions.DEFAULT)) {
            return new Evaluation(Loader.of(SAMPLES, Preprocess.RAW), decision, 2, 1).predict(graph, session,
                    Progress.NONE);
        }
    }

    @Test
    void takesTheClassThatAModelNamesAsTheOneItWouldHaveScoredHighest() {
        Predictions scored = predict(Decision.LARGEST, "return scores\n");
        for (String named : List.of("y = arg_max scores {axis = 1}\nreturn y\n",
                "y = arg_max scores {axis = -1, keep_axis = false}\nreturn y\n")) {
            Predictions predictions = predict(new Decision.Named(3), named);
            for (int sample = 0; sample < SAMPLES.size(); sample++) {
                assertEquals(scored.prediction(sample), predictions.prediction(sample));
            }
        }
        assertEquals(1, scored.prediction(0));
        assertEquals(0, scored.prediction(1));
    }
}
