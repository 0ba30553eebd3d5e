package dev.vernier.pairs;

import java.util.ArrayList;
import java.util.List;

/// Some of a layer's images, whose codes are expanded together before they are multiplied.
///
/// @param row how many codes lie side by side in both memories
/// @param gaps bytes in front of each row in a kernel's memory, and behind the last
record Part(Geometry geometry, int row, List<Long> gaps) {
    static Part of(Geometry geometry) {
        int width = Geometry.AXES - 1;
        if (!geometry.isPadded()) {
            int codes = geometry.images() * geometry.channels() * geometry.input().get(0) * geometry.input().get(1)
                    * geometry.input().get(width);
            return new Part(geometry, codes, List.of(0L, 0L));
        }
        List<Long> gaps = new ArrayList<>();
        long end = 0;
        long length = (long) geometry.input().get(width) * geometry.position();
        for (int image = 0; image < geometry.images(); image++) {
            for (int depth = 0; depth < geometry.input().get(0); depth++) {
                for (int row = 0; row < geometry.input().get(1); row++) {
                    long line = (long) (depth + geometry.before().get(0)) * geometry.padded(1) + row
                            + geometry.before().get(1);
                    long begin = image * geometry.image()
                            + (line * geometry.padded(width) + geometry.before().get(width)) * geometry.position();
                    gaps.add((begin - end) * Short.BYTES);
                    end = begin + length;
                }
            }
        }
        gaps.add((geometry.images() * geometry.image() - end) * Short.BYTES);
        return new Part(geometry, geometry.input().get(width) * geometry.channels(), gaps);
    }

    int rows() {
        return gaps.size() - 1;
    }

    /// The memory that its expanded codes need.
    long bytes() {
        return geometry.images() * geometry.image() * Short.BYTES + Expansion.SLACK;
    }

    /// How many output positions it has.
    int positions() {
        return geometry.images() * geometry.outputPositions();
    }

    /// How many codes it reads.
    long codes() {
        return (long) geometry.images() * geometry.channels() * geometry.input().get(0) * geometry.input().get(1)
                * geometry.input().get(2);
    }
}
