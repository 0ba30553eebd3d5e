package dev.vernier.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.file.Npz;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpzSamplesTest {
    @TempDir
    private Path folder;

    private DataSpec spec(String names, String choice) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        for (String name : names.split(" ")) {
            float first = arrays.size();
            arrays.put(name, arrays.size() % 2 == 0
                    ? Tensor.of(Shape.of(2, 1), first, first)
                    : Tensor.vector((long) first, (long) first));
        }
        Path file = folder.resolve("set.npz");
        Npz.write(file, arrays);
        return DataSpec.parse("npz:" + file + choice);
    }

    private static Dataset of(Path folder, Tensor x, Tensor y) {
        Path file = folder.resolve("xy.npz");
        Npz.write(file, Map.of("x", x, "y", y));
        return DataSpec.parse("npz:" + file).open();
    }

    private List<Integer> labels(Tensor y) {
        Dataset data = of(folder, Tensor.of(Shape.of(2, 1), 1, 2), y);
        return List.of(data.sample(0).label(), data.sample(1).label());
    }

    private static void refuses(String reason, Executable action) {
        String message = assertThrows(InputException.class, action).getMessage();
        assertTrue(message.contains(reason) && message.lines().count() == 1, message);
    }

    @ParameterizedTest
    @CsvSource({"x y, , 0, 1", "x_test y_test, , 0, 1", "x_train y_train x_test y_test, , 2, 3",
        "x_train y_train x_test y_test, :train, 0, 1", "x_train y_train, , 0, 1",
        "train_images train_labels val_images val_labels test_images test_labels, , 4, 5",
        "train_images train_labels val_images val_labels test_images test_labels, :test, 4, 5",
        "train_images train_labels val_images val_labels test_images test_labels, ':x=val_images,y=val_labels', 2, 3",
        "images labels, , 0, 1", "data targets, , 0, 1", "X Y, , 0, 1", "Xtest Ytest, , 0, 1", "arr_0 arr_1, , 0, 1",
        "x y images labels, , 0, 1", "images labels x y, , 2, 3", "data label, , 0, 1",
        "a b c d, ':x=c,y=b', 2, 1", "a b, ':x=a', 0, -1", "arr_0, , 0, -1", "x other, , 0, -1",
        "images labels names, ':y=labels', 0, 1"})
    void findsArraysByTheNamesThatPeopleGiveThem(String names, String choice, int x, int y) {
        Sample sample = spec(names, choice == null ? "" : choice).open().sample(1);
        assertEquals(new Sample(Tensor.of(Shape.of(1), x), y), sample);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"y | | no array x of samples among y f32[2, 1]",
        "images labels data targets | | data and images could be meant among images f32[2, 1], labels i64[2], data",
        "arr_0 arr_1 arr_2 arr_3 | | no array x of samples among arr_0 f32[2, 1], arr_1 i64[2]",
        "images labels data targets | | needed npz:FILE:x=NAME,y=NAME",
        "a b | :x=c | no array c, known: a f32[2, 1], b",
        "x y | :train | no array x of train samples", "x a b labels c target | | labels and target could be meant",
        "a b | :x=a,y=, | y=, needed x=NAME, y=NAME", "a b | :x=a,z=b | z=b, needed x=NAME",
        "a b | :x=a,layout=chw | layout = chw, known: nchw, nhwc"})
    void listsTheArraysWhereNoneOrSeveralCouldBeMeant(String names, String choice, String reason) {
        refuses(reason, () -> spec(names, choice == null ? "" : choice).open());
    }

    @Test
    void calibratesOnTheTrainingArraysOfTheSameFile() {
        DataSpec both = spec("x_train y_train x_test y_test", "");
        assertEquals(Optional.of(DataSpec.parse(both + ":train")), both.trainSplit());
        assertEquals(Optional.of(DataSpec.parse(both + ":train:layout=nhwc")), both.in(Layout.NHWC).trainSplit());
        assertEquals(Optional.empty(), DataSpec.parse(both + ":train").trainSplit());
        assertEquals(Optional.empty(), DataSpec.parse(both + ":x=x_test").trainSplit());
        assertEquals(Optional.empty(), spec("x y", "").trainSplit());
        assertEquals(Optional.empty(), spec("x y x_train y_train", "").trainSplit());
    }

    @Test
    void readsLabelsHoweverTheyAreWritten() {
        assertEquals(List.of(3, 0), labels(Tensor.vector(3, 0)));
        assertEquals(List.of(3, 0), labels(Tensor.ofLongs(DType.U8, Shape.of(2, 1), 3, 0)));
        assertEquals(List.of(3, 0), labels(Tensor.of(Shape.of(2), 3, 0)));
        assertEquals(List.of(3, 0), labels(Tensor.ofF64(Shape.of(2, 1), 3, 0)));
        assertEquals(List.of(1, 0), labels(Tensor.ofLongs(DType.BOOL, Shape.of(2), 1, 0)));
        assertEquals(List.of(2, 0), labels(Tensor.of(Shape.of(2, 3), 0, 0, 1, 1, 0, 0)));
        assertEquals(List.of(1, 0), labels(Tensor.ofLongs(DType.I32, Shape.of(2, 2), 0, 1, 1, 0)));
    }

    @Test
    void givesNoLabelWhereANumberNamesNoClass() {
        for (Tensor y : List.of(Tensor.of(Shape.of(2), 1, 0.5f), Tensor.of(Shape.of(2), 1, -1),
                Tensor.of(Shape.of(2), 1, Float.NaN), Tensor.of(Shape.of(2), 1, 4e9f),
                Tensor.of(Shape.of(2, 2), 1, 0, 0, 0), Tensor.of(Shape.of(2, 2), 1, 0, 1, 1),
                Tensor.of(Shape.of(2, 2), 1, 0, 0.5f, 0.5f), Tensor.of(Shape.of(2, 1, 1), 1, 0))) {
            assertEquals(List.of(Sample.UNLABELLED, Sample.UNLABELLED), labels(y), y.toString());
        }
    }

    @Test
    void keepsNumbersThatMayBeTargetsBesideTheLabel() {
        Tensor x = Tensor.of(Shape.of(2, 1), 1, 2);
        Tensor rows = Tensor.of(Shape.of(2, 3), 0, 0, 1, 1, 0, 0);
        assertEquals(Optional.of(rows.rows(1, 2)), of(folder, x, rows).sample(1).target());
        Tensor whole = Tensor.of(Shape.of(2), 30, 41);
        assertEquals(Optional.of(whole.rows(1, 2)), of(folder, x, whole).sample(1).target());
        assertEquals(Optional.empty(), of(folder, x, Tensor.vector(3, 4)).sample(1).target());
    }

    @Test
    void turnsImagesThatHaveTheirChannelsLast() {
        Tensor x = Tensor.ofU8(Shape.of(1, 1, 2, 3), (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6);
        Path file = folder.resolve("hwc.npz");
        Npz.write(file, Map.of("x", x));
        Dataset turned = DataSpec.parse("npz:" + file).in(Layout.NHWC).open();
        assertEquals(Tensor.ofU8(Shape.of(3, 1, 2), (byte) 1, (byte) 4, (byte) 2, (byte) 5, (byte) 3, (byte) 6),
                turned.sample(0).image());
        assertEquals(Optional.of(Layout.NCHW), turned.layout());
        assertEquals(Shape.of(1, 2, 3), DataSpec.parse("npz:" + file).open().sample(0).image().shape());
        Npz.write(file, Map.of("x", Tensor.ofF64(Shape.of(1, 1, 1, 2), 1, 2)));
        assertEquals(Tensor.of(Shape.of(2, 1, 1), 1, 2),
                DataSpec.parse("npz:" + file + ":layout=nhwc").open().sample(0).image());
        Npz.write(file, Map.of("x", Tensor.of(Shape.of(1, 2, 2), 1, 2, 3, 4)));
        refuses("x is f32[1, 2, 2], needed four axes", () -> DataSpec.parse("npz:" + file + ":layout=nhwc").open());
        refuses("layout = nhwc, needed nchw", () -> DataSpec.parse("shapes").in(Layout.NHWC));
        assertEquals(DataSpec.parse("shapes"), DataSpec.parse("shapes").in(Layout.NCHW));
    }
}
