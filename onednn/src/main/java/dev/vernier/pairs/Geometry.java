package dev.vernier.pairs;

import java.util.ArrayList;
import java.util.List;

/// The sizes of a convolution over three spatial axes; fewer are three of which the first have size 1. A matrix product
/// `[m, k] * [k, n]` is one of m images of a single position, k channels and n outputs.
///
/// Images lie `[images, depth, height, width, channels]`, in the caller's memory as in a kernel's: there with padding
/// around them, 16 bits for each code, and the channels of each group made an even number.
///
/// Its windows stay within the padded input, which kernels in machine code do not check.
///
/// @param channels of the input, those of all groups
/// @param outputs channels of the output, those of all groups
/// @param input sizes along the spatial axes, without padding
/// @param output sizes along the spatial axes
/// @param kernel taps along the spatial axes
/// @param before padding before the first position of each axis
/// @param after padding behind the last one
public record Geometry(int images, int channels, int outputs, int groups, List<Integer> input, List<Integer> output,
        List<Integer> kernel, List<Integer> strides, List<Integer> dilations, List<Integer> before,
        List<Integer> after) {
    static final int AXES = 3;
    private static final int WIDTH = 2;

    public Geometry {
        input = List.copyOf(input);
        output = List.copyOf(output);
        kernel = List.copyOf(kernel);
        strides = List.copyOf(strides);
        dilations = List.copyOf(dilations);
        before = List.copyOf(before);
        after = List.copyOf(after);
        if (images < 1 || groups < 1 || channels < groups || outputs < groups || channels % groups != 0
                || outputs % groups != 0) {
            throw new IllegalArgumentException("images = " + images + ", channels = " + channels + ", outputs = "
                    + outputs + ", groups = " + groups + ", needed at least one of each in every group");
        }
        require("input", input, 1);
        require("output", output, 1);
        require("kernel", kernel, 1);
        require("strides", strides, 1);
        require("dilations", dilations, 1);
        require("before", before, 0);
        require("after", after, 0);
        for (int axis = 0; axis < AXES; axis++) {
            int end = (output.get(axis) - 1) * strides.get(axis) + (kernel.get(axis) - 1) * dilations.get(axis) + 1;
            if (end > before.get(axis) + input.get(axis) + after.get(axis)) {
                throw new IllegalArgumentException("axis " + axis + ": windows reach to " + end + ", needed at most "
                        + (before.get(axis) + input.get(axis) + after.get(axis)) + ", the padded input");
            }
        }
    }

    private static void require(String what, List<Integer> sizes, int least) {
        if (sizes.size() != AXES || sizes.stream().anyMatch(size -> size < least)) {
            throw new IllegalArgumentException(
                    what + " = " + sizes + ", needed " + AXES + " sizes of at least " + least);
        }
    }

    /// A matrix product, or a convolution of single positions.
    public static Geometry ofRows(int rows, int channels, int outputs) {
        List<Integer> ones = List.of(1, 1, 1);
        List<Integer> zeros = List.of(0, 0, 0);
        return new Geometry(rows, channels, outputs, 1, ones, ones, ones, ones, ones, zeros, zeros);
    }

    /// The same for so many images.
    Geometry of(int count) {
        return new Geometry(
                count, channels, outputs, groups, input, output, kernel, strides, dilations, before, after);
    }

    int groupChannels() {
        return channels / groups;
    }

    int groupOutputs() {
        return outputs / groups;
    }

    int taps() {
        return kernel.get(0) * kernel.get(1) * kernel.get(WIDTH);
    }

    /// How a group's outputs are divided into tiles.
    List<Integer> tiles() {
        List<Integer> tiles = new ArrayList<>();
        for (int first = 0; first < groupOutputs(); first += ProductKernel.CHANNELS) {
            tiles.add(Math.min(ProductKernel.CHANNELS, groupOutputs() - first));
        }
        return tiles;
    }

    /// A group's channels in a kernel's memory.
    int paddedChannels() {
        return groupChannels() + groupChannels() % 2;
    }

    /// The channels of all groups in a kernel's memory.
    int position() {
        return groups * paddedChannels();
    }

    int padded(int axis) {
        return before.get(axis) + input.get(axis) + after.get(axis);
    }

    boolean isPadded() {
        return before.stream().anyMatch(size -> size > 0) || after.stream().anyMatch(size -> size > 0);
    }

    /// The elements of an image in a kernel's memory.
    long image() {
        return (long) padded(0) * padded(1) * padded(WIDTH) * position();
    }

    /// The positions of an output image.
    int outputPositions() {
        return output.get(0) * output.get(1) * output.get(WIDTH);
    }

    /// Where the first tap of the window at each output position of all images lies in a kernel's memory, in elements.
    int[] windows() {
        int[] places = new int[images * outputPositions()];
        int next = 0;
        for (int image = 0; image < images; image++) {
            for (int depth = 0; depth < output.get(0); depth++) {
                for (int row = 0; row < output.get(1); row++) {
                    for (int column = 0; column < output.get(WIDTH); column++) {
                        places[next++] = Math.toIntExact(image * image()
                                + at(depth * strides.get(0), row * strides.get(1), column * strides.get(WIDTH)));
                    }
                }
            }
        }
        return places;
    }

    private int at(int depth, int row, int column) {
        return ((depth * padded(1) + row) * padded(WIDTH) + column) * position();
    }

    /// Whether the taps of a row of the window lie side by side.
    boolean hasWholeRows() {
        return groups == 1 && dilations.get(WIDTH) == 1;
    }

    /// How many elements lie side by side under a window: an even number.
    int run() {
        return hasWholeRows() ? kernel.get(WIDTH) * paddedChannels() : paddedChannels();
    }

    /// Where each run lies from its window's place on, in elements.
    int[] runs() {
        int columns = hasWholeRows() ? 1 : kernel.get(WIDTH);
        int[] places = new int[kernel.get(0) * kernel.get(1) * columns];
        int next = 0;
        for (int depth = 0; depth < kernel.get(0); depth++) {
            for (int row = 0; row < kernel.get(1); row++) {
                for (int column = 0; column < columns; column++) {
                    places[next++] = at(depth * dilations.get(0), row * dilations.get(1),
                            column * dilations.get(WIDTH));
                }
            }
        }
        return places;
    }
}
