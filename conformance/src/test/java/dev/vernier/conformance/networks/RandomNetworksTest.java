package dev.vernier.conformance.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.quant.QConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomNetworksTest {
    private static final int NETWORKS = 200;

    @Test
    void agreeOnEveryEngineAndInTheExportedFile() {
        RandomNetworks tried = new RandomNetworks();
        List<Disagreement> found = new ArrayList<>();
        for (long seed = 1; seed <= NETWORKS; seed++) {
            found.addAll(tried.attempt(seed));
        }
        System.out.println(tried);
        assertTrue(found.isEmpty(), () -> found.size() + " disagreements, the first: " + found.getFirst());
        assertTrue(QConfig.PRESETS.stream().allMatch(preset -> tried.configs().containsKey(preset.name())),
                () -> "qconfigs tried: " + tried.configs());
    }

    @Test
    void areDecidedByTheirSeedsAlone() {
        assertEquals(RandomNetwork.of(7), RandomNetwork.of(7));
    }
}
