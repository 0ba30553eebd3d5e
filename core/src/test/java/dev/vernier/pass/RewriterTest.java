package dev.vernier.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewriterTest {
    private static final Graph THREE_IDENTITIES = GraphText.parse("""
            x: f32[n, 2]
            a = identity x
            b = identity a
            c = transpose b
            y = identity c
            return y
            """);

    @Test
    void stopsAfterTheLimit() {
        assertEquals(THREE_IDENTITIES, Rewriter.run(THREE_IDENTITIES, Folding.standard(), 0).graph());
        Rewriting one = Rewriter.run(THREE_IDENTITIES, Folding.standard(), 1);
        assertEquals(1, one.patches().size());
        assertEquals("""
                x: f32[n, 2]
                b = identity x
                c = transpose b
                y = identity c
                return y
                """, GraphText.print(one.graph()));
    }

    @Test
    void numbersTheSamePatchesEveryTime() {
        List<Patch> all = Rewriter.run(THREE_IDENTITIES, Folding.standard()).patches();
        assertEquals(3, all.size());
        for (int limit = 0; limit <= 3; limit++) {
            assertEquals(all.subList(0, limit), Rewriter.run(THREE_IDENTITIES, Folding.standard(), limit).patches());
        }
        assertEquals("node 'a' is an identity", all.getFirst().reason());
    }

    @Test
    void namesTheNodeThatCannotBeComputed() {
        Graph graph = GraphText.parse("""
                const k: i64[2] = [1, 2]
                const i: i64[1] = [2]
                y = gather k, i
                return y
                """);
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> Rewriter.run(graph, Folding.standard()));
        assertEquals("node 'y': gather: index 2, needed -2 to 1", error.getMessage());
    }
}
