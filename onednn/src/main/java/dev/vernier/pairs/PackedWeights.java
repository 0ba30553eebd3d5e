package dev.vernier.pairs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A layer's weights as [ProductKernel] reads them: for each tile of output channels and each pair of elements that lie
/// side by side under the window, two weights of each channel. They are the same for any number and size of images.
public final class PackedWeights {
    private static final long ALIGNMENT = 64;

    private final boolean isWide;
    private final List<MemorySegment> tiles;

    private PackedWeights(boolean isWide, List<MemorySegment> tiles) {
        this.isWide = isWide;
        this.tiles = List.copyOf(tiles);
    }

    /// @param weights minus their zero points, `[outputs, channels / groups, taps]` with all taps, -255 to 255
    /// @param arena gives the memory
    /// @throws IllegalArgumentException where there are more or fewer
    public static PackedWeights of(Trim trim, int[] weights, Arena arena) {
        Geometry geometry = trim.geometry();
        long needed = (long) geometry.outputs() * geometry.groupChannels() * trim.taps();
        if (weights.length != needed) {
            throw new IllegalArgumentException(weights.length + " weights, needed " + needed);
        }
        return of(geometry, trim.weights(weights), arena);
    }

    private static PackedWeights of(Geometry geometry, int[] weights, Arena arena) {
        boolean isWide = Arrays.stream(weights).anyMatch(weight -> weight != (byte) weight);
        List<MemorySegment> tiles = new ArrayList<>();
        for (int group = 0; group < geometry.groups(); group++) {
            int first = group * geometry.groupOutputs();
            for (int channels : geometry.tiles()) {
                tiles.add(tile(geometry, weights, first, channels, isWide, arena));
                first += channels;
            }
        }
        return new PackedWeights(isWide, tiles);
    }

    private static MemorySegment tile(
            Geometry geometry, int[] weights, int first, int channels, boolean isWide, Arena arena) {
        int lanes = ProductKernel.lanes(channels);
        int elements = geometry.runs().length * geometry.run();
        MemorySegment packed = arena.allocate((long) elements * lanes * (isWide ? Short.BYTES : 1), ALIGNMENT);
        for (int element = 0; element < elements; element++) {
            int channel = element % geometry.paddedChannels();
            int tap = element / geometry.paddedChannels();
            for (int lane = 0; lane < channels && channel < geometry.groupChannels(); lane++) {
                long place = ((long) element / 2 * lanes + lane) * 2 + element % 2;
                int weight = weights[((first + lane) * geometry.groupChannels() + channel) * geometry.taps() + tap];
                if (isWide) {
                    packed.setAtIndex(ValueLayout.JAVA_SHORT, place, (short) weight);
                } else {
                    packed.set(ValueLayout.JAVA_BYTE, place, (byte) weight);
                }
            }
        }
        return packed;
    }

    /// Whether some weight needs more than 8 bits.
    boolean isWide() {
        return isWide;
    }

    MemorySegment tile(int index) {
        return tiles.get(index);
    }
}
