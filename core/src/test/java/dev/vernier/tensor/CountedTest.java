package dev.vernier.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CountedTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0 | sample | 0 samples", "1 | sample | 1 sample", "2 | class | 2 classes",
        "1 | class | 1 class", "1024 | image | 1,024 images", "3 | patch | 3 patches"})
    void isInTheSingularForOneAlone(long count, String noun, String words) {
        assertEquals(words, new Counted(count, noun).toString());
    }
}
