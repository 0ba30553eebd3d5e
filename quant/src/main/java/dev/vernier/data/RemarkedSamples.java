package dev.vernier.data;

import java.util.List;
import java.util.stream.Stream;

/// A data set of which there is something to say.
///
/// @param own beside what the data set says of itself
record RemarkedSamples(Dataset whole, Remark own) implements View {
    @Override
    public List<Remark> remarks() {
        return Stream.concat(whole.remarks().stream(), Stream.of(own)).toList();
    }
}
