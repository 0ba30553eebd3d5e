package dev.vernier.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.Transpose;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChannelsLastTest {
    @Test
    void ordersTheAxesOfRankFourAsATranspositionDoes() {
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            Shape shape = Shape.of(random.ints(4, 0, 5).toArray());
            Tensor stored = Tensor.ofI32(shape, random.ints(shape.elementCount()).toArray());
            Tensor inGraph = ChannelsLast.inGraph(stored);
            assertEquals(new Transpose(List.of(0, 3, 1, 2)).evaluate(Inputs.of(stored)).getFirst(), inGraph);
            assertEquals(ChannelsLast.inGraph(shape), inGraph.shape());
            assertEquals(stored, ChannelsLast.stored(inGraph));
            assertEquals(shape, ChannelsLast.stored(inGraph.shape()));
            IntStream.range(0, 4).forEach(axis -> {
                assertEquals(shape.size(axis), inGraph.shape().size(ChannelsLast.inGraph(axis, 4)));
                assertEquals(inGraph.shape().size(axis), shape.size(ChannelsLast.stored(axis, 4)));
            });
        }
    }

    @Test
    void leavesOtherRanksAsTheyAre() {
        Tensor vector = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertEquals(vector, ChannelsLast.inGraph(vector));
        assertEquals(vector, ChannelsLast.stored(vector));
        assertEquals(1, ChannelsLast.inGraph(1, 3));
        assertEquals(Shape.of(-1, 2, 3, 4, 5), ChannelsLast.stored(Shape.of(-1, 2, 3, 4, 5)));
    }

    @Test
    void keepsAnAxisThatVariesWithTheBatch() {
        assertEquals(Shape.of(-1, 3, 32, 16), ChannelsLast.inGraph(Shape.of(-1, 32, 16, 3)));
    }

    @Test
    void refusesAnOrderOfOtherAxes() {
        Tensor vector = Tensor.of(Shape.of(2), 1, 2);
        assertThrows(IllegalArgumentException.class, () -> ChannelsLast.ordered(vector, List.of(0, 1)));
    }
}
