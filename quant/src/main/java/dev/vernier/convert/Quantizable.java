package dev.vernier.convert;

import dev.vernier.graph.Graph;
import dev.vernier.model.Model;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.Quantizer;
import dev.vernier.tensor.InputException;

/// A float model that can be quantized by a recipe, with all that can be known before any sample is run.
public final class Quantizable {
    private final Model source;
    private final Recipe recipe;
    private final Graph folded;
    private final Placement placement;

    private Quantizable(Model source, Recipe recipe, Graph folded) {
        this.source = source;
        this.recipe = recipe;
        this.folded = folded;
        this.placement = Model.within(source.file(), () -> Placement.of(folded, recipe.qconfig()));
        if (placement.layers().isEmpty()) {
            throw new InputException(source.file()
                    + ": no convolution or matrix product with constant weights, needed one to quantize");
        }
    }

    /// @throws InputException where the model is quantized already, has nothing to quantize, or lacks what the qconfig names
    public static Quantizable of(Model source, Recipe recipe) {
        if (source.isQuantized()) {
            throw new InputException(source.file() + ": a quantized model, needed a float one");
        }
        return new Quantizable(source, recipe, source.folded());
    }

    /// The same by another recipe.
    ///
    /// @throws InputException as [#of]
    Quantizable by(Recipe other) {
        return new Quantizable(source, other, folded);
    }

    /// The same without what a calibration file holds.
    public Quantizable anew() {
        return by(recipe.anew());
    }

    public Model source() {
        return source;
    }

    public Recipe recipe() {
        return recipe;
    }

    /// The graph that is quantized, see [Model#folded()].
    public Graph folded() {
        return folded;
    }

    /// Where it is quantized.
    public Placement placement() {
        return placement;
    }

    QConfig qconfig() {
        return recipe.qconfig();
    }

    Quantizer quantizer() {
        Quantizer quantizer = new Quantizer(folded, placement, qconfig());
        return recipe.allowsUncalibrated() ? quantizer.allowingUncalibrated() : quantizer;
    }
}
