package dev.vernier.witness;

import dev.vernier.graph.op.TensorType;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Shape;
import java.util.Set;
import java.util.stream.Collectors;

/// How a file takes any number of samples: so many at a time. Files are often made for one sample; where one takes more
/// without computing anything else, it runs as many as are asked for, else its own number.
///
/// @param size how many samples run at a time
/// @param own for how many the file is made
record TfliteBatches(int size, int own) {
    private static final long MEMORY = 512L << 20;

    /// Tries it, in TensorFlow Lite's own kernels, whose tensors all have a shape.
    ///
    /// @throws IllegalArgumentException where the file does not run at all
    static TfliteBatches of(TfliteModel model, SessionOptions options) {
        try (TfliteInterpreter interpreter = model.interpreter(TfliteKernels.BUILTIN, 1, false)) {
            interpreter.allocate();
            int own = own(interpreter);
            int size = options.fits() ? fitting(interpreter.bytes() / own, options.microBatch())
                    : options.microBatch();
            TfliteBatches asked = new TfliteBatches(size, own);
            return size == own || asked.suit(model, interpreter) ? asked : new TfliteBatches(own, own);
        }
    }

    private static int own(TfliteInterpreter interpreter) {
        return interpreter.inputs().stream().map(TfliteTensor::stored).filter(shape -> shape.rank() > 0).findFirst()
                .map(shape -> Math.max(1, shape.size(0))).orElse(1);
    }

    private static int fitting(long sample, int most) {
        int fitting = most;
        while (fitting > 1 && sample > MEMORY / fitting) {
            fitting /= 2;
        }
        return fitting;
    }

    /// Whether every tensor that depends on the samples has them along its first axis, and else the shape that it had.
    private boolean suit(TfliteModel model, TfliteInterpreter before) {
        try (TfliteInterpreter after = model.interpreter(TfliteKernels.BUILTIN, 1, false)) {
            resize(after);
            Set<Integer> varying = after.inputs().stream().map(TfliteTensor::index)
                    .filter(index -> !after.shape(index).equals(before.shape(index))).collect(Collectors.toSet());
            return after.nodes().dependents(varying).stream()
                    .allMatch(index -> isScaled(before.shape(index), after.shape(index)));
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private boolean isScaled(Shape before, Shape after) {
        return varies(before) && after.equals(before.with(0, before.size(0) / own * size));
    }

    private boolean varies(Shape made) {
        return made.rank() > 0 && made.size(0) > 0 && made.size(0) % own == 0;
    }

    /// Gives an interpreter the memory for so many samples.
    ///
    /// @throws IllegalArgumentException where it does not take them
    void resize(TfliteInterpreter interpreter) {
        if (size != own) {
            for (TfliteTensor input : interpreter.inputs()) {
                if (varies(input.stored())) {
                    interpreter.resize(input.index(), input.stored().with(0, input.stored().size(0) / own * size));
                }
            }
        }
        interpreter.allocate();
    }

    /// With n along the first axis, where the samples lie there.
    TensorType ofSamples(TensorType type) {
        Shape shape = type.shape();
        boolean splits = shape.rank() > 0 && shape.size(0) > 0 && shape.size(0) % size == 0;
        return splits ? type.with(shape.with(0, -(shape.size(0) / size))) : type;
    }
}
