package dev.vernier.convert;

import dev.vernier.data.Channels;
import dev.vernier.data.Dataset;
import dev.vernier.data.Layout;
import dev.vernier.data.Preprocess;
import dev.vernier.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;

/// How the samples of arrays come to the shape that a model takes, where there is one way, and what to ask for where it needs
/// somebody to say so.
///
/// @param needed the shape of one sample in the graph, without the batch axis
/// @param file the layout in which the model's file takes images: arrays that nobody knows the layout of have that one
record InputFit(Shape needed, Preprocess preprocess, Layout file) {
    /// The samples, with axes of one element added or taken away where only those differ: `[28, 28]` for `[1, 28, 28]`. An
    /// array `[h, w]` that is resized for a model of one channel gets that channel. Arrays in the layout of a file that keeps
    /// the channels last become images of the graph.
    Dataset of(Dataset data) {
        if (data.layout().isPresent() || data.size() == 0) {
            return data;
        }
        Dataset shaped = shaped(data);
        return turns(data) ? shaped.channelsFirst() : shaped;
    }

    private Dataset shaped(Dataset data) {
        Shape stored = data.sample(0).image().shape();
        if (!preprocess.isSized()) {
            Shape wanted = asStored(data);
            return Arrays.equals(withoutOnes(stored), withoutOnes(wanted)) ? data.reshaped(wanted) : data;
        }
        if (stored.rank() != 2 || needed.rank() != 3 || needed.size(preprocess.layout().channelAxis()) != 1) {
            return data;
        }
        Shape image = Shape.of(1, stored.size(0), stored.size(1));
        return data.reshaped(turns(data) ? Layout.NCHW.turned(image, file) : image);
    }

    /// Whether samples lie as the file takes them, which the graph does otherwise.
    boolean turns(Dataset data) {
        return data.layout().isEmpty() && file == Layout.NHWC && needed.rank() == 3;
    }

    /// The shape that samples should have as they lie.
    Shape asStored(Dataset data) {
        return turns(data) ? Layout.NCHW.turned(needed, file) : needed;
    }

    /// The shape of an image once its channels and its layout are as the model takes them; other arrays keep theirs.
    Shape taken(Shape stored, Optional<Layout> layout) {
        if (stored.rank() != 3) {
            return stored;
        }
        Layout from = layout.orElse(preprocess.layout());
        Shape kept = preprocess.channels() == Channels.GRAY ? stored.with(from.channelAxis(), 1) : stored;
        return from.turned(kept, preprocess.layout());
    }

    private static int[] withoutOnes(Shape shape) {
        return Arrays.stream(shape.sizes()).filter(size -> size != 1).toArray();
    }

    /// What makes samples fit that do not, in brackets behind a message; empty where nothing is known to.
    String advice(Dataset data) {
        Shape stored = data.sample(0).image().shape();
        if (stored.rank() != 3 || needed.rank() != 3) {
            return "";
        }
        if (turns(data) && fits(stored, Layout.NCHW)) {
            return " (--layout nchw where the samples are stored [c, h, w])";
        }
        boolean isNchw = preprocess.layout() == Layout.NCHW && !turns(data);
        if (isNchw && data.layout().isEmpty() && fits(Layout.NHWC.turned(stored, Layout.NCHW), Layout.NCHW)) {
            return " (--layout nhwc where the samples are stored [h, w, c])";
        }
        if (isNchw && fits(Layout.NCHW.turned(stored, Layout.NHWC), Layout.NHWC)) {
            return " (layout=nhwc in --preprocess where the model takes [h, w, c]"
                    + (data.layout().isEmpty() ? ", and --layout nchw)" : ")");
        }
        boolean isColour = stored.size(0) == 3 || data.layout().isEmpty() && stored.size(2) == 3;
        return needed.size(preprocess.layout().channelAxis()) == 1 && isColour && preprocess.channels() != Channels.GRAY
                ? " (channels=gray in --preprocess makes one channel of three)"
                : "";
    }

    private boolean fits(Shape turned, Layout layout) {
        int axis = layout.channelAxis();
        return preprocess.isSized() ? turned.size(axis) == needed.size(axis) : turned.equals(needed);
    }
}
