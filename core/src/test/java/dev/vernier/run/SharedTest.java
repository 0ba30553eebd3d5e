package dev.vernier.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedTest {
    private final List<String> released = new ArrayList<>();
    private final Shared<String> shared = Shared.of("plan", released::add);

    @Test
    void releasesWhenTheLastHolderLetsGo() {
        shared.hold().letGo();
        assertEquals(List.of(), released);
        shared.letGo();
        assertEquals(List.of("plan"), released);
    }

    @Test
    void hasNoFurtherHolderOnceReleased() {
        shared.letGo();
        assertThrows(IllegalStateException.class, shared::hold);
        assertEquals(List.of("plan"), released);
    }
}
