package dev.vernier.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.tensor.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataSpecTest {
    @ParameterizedTest
    @ValueSource(strings = {"cifar10:some/dir:test", "cifar10:some/dir:train", "mnist:a:b:test", "mnist:/x:train",
        "images:a:train", "npz:x.npz:test", "npz:a:b.npz:train:x=a b,y=c,layout=nhwc", "npz:x.npz:layout=nchw",
        "npz:x.npz", "npz:a:b.npz", "shapes:train", "shapes:test"})
    void printsTheTextThatItRead(String text) {
        assertEquals(text, DataSpec.parse(text).toString());
        assertEquals(DataSpec.parse(text), DataSpec.parse(DataSpec.parse(text).toString()));
    }

    @Test
    void takesTheTestSplitWhereNoneIsGiven() {
        assertEquals(new DataSpec.Cifar10(Path.of("d"), DataSpec.Split.TEST), DataSpec.parse("cifar10:d"));
        assertEquals(new DataSpec.Shapes(DataSpec.Split.TEST), DataSpec.parse("shapes"));
    }

    @Test
    void keepsAColonThatBelongsToTheFolder() {
        assertEquals(new DataSpec.Mnist(Path.of("a:b"), DataSpec.Split.TRAIN), DataSpec.parse("mnist:a:b:train"));
        assertEquals(new DataSpec.Cifar10(Path.of("a:testing"), DataSpec.Split.TEST),
                DataSpec.parse("cifar10:a:testing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cifar", "cifar10", "cifar10:", "mnist::test", "imagenet:dir", "shapes:", "shapes:val",
        "shapes:test:test",
        "npz:", "npz:\0"})
    void refusesATextThatNamesNoData(String text) {
        String message = assertThrows(InputException.class, () -> DataSpec.parse(text)).getMessage();
        assertTrue(message.startsWith("data " + text + ": "), message);
    }

    @Test
    void findsTheTrainingSplitWhereItsFilesAre(@TempDir Path folder) throws Exception {
        DataSpec test = DataSpec.parse("cifar10:" + folder);
        assertEquals(Optional.empty(), test.trainSplit());
        Files.write(folder.resolve("data_batch_3.bin"), new byte[3073]);
        assertEquals(Optional.of(DataSpec.parse("cifar10:" + folder + ":train")), test.trainSplit());
        assertEquals(Optional.empty(), DataSpec.parse("cifar10:" + folder + ":train").trainSplit());
        assertEquals(Optional.of(DataSpec.parse("shapes:train")), DataSpec.parse("shapes").trainSplit());
        assertEquals(Optional.empty(), DataSpec.parse("npz:x.npz").trainSplit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cifar10:no/such", "mnist:no/such:train", "images:no/such", "npz:no/such.npz"})
    void namesTheDataThatIsMissing(String text) {
        String message = assertThrows(InputException.class, () -> DataSpec.parse(text).open()).getMessage();
        assertTrue(message.startsWith(text) && message.contains("no such f"), message);
    }
}
