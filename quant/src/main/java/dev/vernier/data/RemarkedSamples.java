package dev.vernier.data;

import java.util.List;
import java.util.stream.Stream;

/// A data set of which there is something to say.
///
/// @param own beside what the data set says of itself
record RemarkedSamples(Dataset whole, List<Remark> own) implements View {
    RemarkedSamples {
        own = List.copyOf(own);
    }

    @Override
    public List<Remark> remarks() {
        return Stream.concat(whole.remarks().stream(), own.stream()).toList();
    }
}
