package dev.vernier.graph.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.graph.GraphText;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every operator has a line here, with and without its attributes, and its text is read back to the same.
class OpTextTest {
    @Test
    void printsWhatItParsed() {
        lines().forEach(line -> assertEquals(line, GraphText.print(OpLines.parse(line))));
    }

    @Test
    void hasALineForEveryOperator() {
        Set<Class<?>> covered = new HashSet<>();
        lines().forEach(line -> covered.add(OpLines.parse(line).op().getClass()));
        assertEquals(operators(Op.class), covered);
    }

    private static Stream<String> lines() {
        return Stream.concat(OpLines.ALL.stream(), OpLines.IN_FIXED_POINT.stream());
    }

    private static Set<Class<?>> operators(Class<?> family) {
        Set<Class<?>> operators = new HashSet<>();
        for (Class<?> member : family.getPermittedSubclasses()) {
            operators.addAll(member.isSealed() ? operators(member) : Set.of(member));
        }
        return operators;
    }
}
