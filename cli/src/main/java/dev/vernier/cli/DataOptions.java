package dev.vernier.cli;

import dev.vernier.convert.CalibrationSource;
import dev.vernier.convert.Data;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Preprocess;
import dev.vernier.tensor.Shape;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/// What a model is run on.
final class DataOptions {
    @Option(names = "--data", required = true, paramLabel = "SPEC", description = "The samples: cifar10:DIR[:train|:test], mnist:DIR[:train|:test], images:DIR, npz:FILE or "
            + "shapes[:train|:test].")
    private DataSpec data;

    @Option(names = "--limit", paramLabel = "N", description = "Run on the first N samples only.")
    private Integer limit;

    @Option(names = "--preprocess", paramLabel = "HOW", description = "raw, unit (x/255), imagenet, signed (x/127.5-1), or scale=..,mean=a:b:c,std=a:b:c,layout=..,"
            + "channels=rgb|bgr,resize=..,crop=... Without it the model's card MODEL.card.json says how.")
    private Preprocess preprocess;

    @Option(names = "--input-shape", paramLabel = "SHAPE", description = "Infer the model anew for another input, such as 1,3,224,224.")
    private Shape inputShape;

    Data with(CalibrationSource calibration) {
        return new Data(data, limit(), calibration, preprocess());
    }

    DataSpec data() {
        return data;
    }

    OptionalInt limit() {
        return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    Optional<Preprocess> preprocess() {
        return Optional.ofNullable(preprocess);
    }

    Optional<Shape> inputShape() {
        return Optional.ofNullable(inputShape);
    }
}
