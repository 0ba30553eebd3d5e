package dev.vernier.model;

import dev.vernier.data.Layout;
import dev.vernier.data.Preprocess;
import dev.vernier.quant.QParams;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What a file takes where the graph takes float32 `[n, c, h, w]`.
///
/// @param layout the order of the axes of images there
/// @param codes of the integers that the file takes, per tensor; empty where it takes reals
public record InputForm(Layout layout, Optional<QParams> codes) {
    /// The same as the graph.
    public static final InputForm OF_GRAPH = new InputForm(Layout.NCHW, Optional.empty());

    /// @throws IllegalArgumentException where the codes are per channel
    public InputForm {
        Objects.requireNonNull(layout);
        if (codes.isPresent() && codes.get().axis().isPresent()) {
            throw new IllegalArgumentException("input codes along axis " + codes.get().axis().getAsInt()
                    + ", needed one scale and zero point");
        }
    }

    /// A preprocessing for the file as one for the graph: images come out `[c, h, w]`. That of a file that keeps the channels
    /// last may say so or not.
    public Preprocess inGraph(Preprocess how) {
        return layout == Layout.NHWC ? how.in(Layout.NCHW) : how;
    }

    /// The shape in the graph of what the file takes, with a batch axis; sizes may be open.
    public Shape inGraph(Shape inFile) {
        return layout == Layout.NHWC ? ChannelsLast.inGraph(inFile) : inFile;
    }

    /// The shape in the file of what the graph takes, with a batch axis; sizes may be open.
    public Shape inFile(Shape inGraph) {
        return layout == Layout.NHWC ? ChannelsLast.stored(inGraph) : inGraph;
    }

    /// The preprocessing that makes reals of samples that are codes of the file already, `(x - zeroPoint) / (1 / scale)`,
    /// which the graph's own quantization turns back to the same codes; empty where the file takes none, or a
    /// preprocessing makes reals of the samples.
    public Optional<Preprocess> decoding(Preprocess how) {
        return codes.filter(taken -> how.keepsValues()).map(taken -> new Preprocess(1,
                List.of((float) taken.zeroPoint().longAt(0)), List.of(1 / taken.scale().floatAt(0)), how.channels(),
                how.layout(), how.resize(), how.crop()));
    }

    /// The same for samples of a type: those of another type than the codes' are reals.
    public Optional<Preprocess> decoding(Preprocess how, DType samples) {
        return codes.filter(taken -> taken.codes() == samples).flatMap(taken -> decoding(how));
    }
}
