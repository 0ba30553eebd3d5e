package dev.vernier.cli;

import dev.vernier.Vernier;
import dev.vernier.convert.CalibrationSource;
import dev.vernier.convert.Data;
import dev.vernier.convert.SampleShapes;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Layout;
import dev.vernier.data.Listener;
import dev.vernier.data.Preprocess;
import dev.vernier.model.Metric;
import dev.vernier.model.Model;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a model is run on.
final class DataOptions {
    @Option(names = "--data", required = true, paramLabel = "SPEC", description = "The samples: cifar10:DIR[:train|:test], mnist:DIR[:train|:test], images:DIR, npz:FILE[:train|:test][:x=NAME,y=NAME] or "
            + "shapes[:train|:test].")
    private DataSpec data;

    @Option(names = "--limit", paramLabel = "N", description = "Run on the first N samples only; of samples sorted by class, all classes in turn.")
    private Integer limit;

    @Option(names = "--preprocess", paramLabel = "HOW", description = "raw, unit (x/255), imagenet, signed (x/127.5-1), or scale=..,mean=a:b:c,std=a:b:c,layout=..,"
            + "channels=rgb|bgr|gray,resize=..,crop=... Without it the model's card MODEL.card.json says how.")
    private Preprocess preprocess;

    @Option(names = "--layout", paramLabel = "LAYOUT", description = "The order of the axes in which arrays (npz:FILE) hold images: nchw or nhwc; default: as the model takes them.")
    private Layout layout;

    @Mixin
    private InputShapeOptions shapes;

    @Option(names = "--output", paramLabel = "NAME", description = "Look at this output of the model; default: the one that holds class scores.")
    private String output;

    @Option(names = "--metric", paramLabel = "METRIC", description = "top1, binary, mae, rmse, cosine, pixel-accuracy or miou; default: top1 of class scores, binary of one "
            + "probability.")
    private Metric metric;

    /// A model as these options look at it, of the shape that the samples have where its file leaves it open; says which output it is where there are several.
    ///
    /// @throws dev.vernier.tensor.InputException where it cannot be read, or has no such output
    Model read(Path file, Listener listener) {
        Model model = Vernier.standard().with(listener)
                .read(file, new SampleShapes(file, shapes.asked(), with(CalibrationSource.DEFAULT), listener))
                .read(Optional.ofNullable(output), Optional.ofNullable(metric));
        model.readout().remark().ifPresent(listener::note);
        return model;
    }

    Path[] kept(Path... models) {
        return Data.kept(Optional.of(data), models);
    }

    Data with(CalibrationSource calibration) {
        return new Data(data, limit == null ? OptionalInt.empty() : OptionalInt.of(limit), calibration,
                Optional.ofNullable(preprocess)).in(Optional.ofNullable(layout));
    }
}
