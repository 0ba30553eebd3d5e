package dev.vernier.graph.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.graph.GraphText;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every operator has a line here, with and without its attributes, and its text is read back to the same.
class OpTextTest {
    @Test
    void printsWhatItParsed() {
        for (String line : OpLines.ALL) {
            assertEquals(line, GraphText.print(OpLines.parse(line)));
        }
    }

    @Test
    void hasALineForEveryOperator() {
        Set<Class<?>> covered = new HashSet<>();
        OpLines.nodes().forEach(node -> covered.add(node.op().getClass()));
        assertEquals(operators(Op.class), covered);
    }

    private static Set<Class<?>> operators(Class<?> family) {
        Set<Class<?>> operators = new HashSet<>();
        for (Class<?> member : family.getPermittedSubclasses()) {
            operators.addAll(member.isSealed() ? operators(member) : Set.of(member));
        }
        return operators;
    }
}
