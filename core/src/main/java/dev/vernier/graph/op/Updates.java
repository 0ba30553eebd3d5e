package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;

/// What scattering makes of a tensor and its updates.
final class Updates {
    private Updates() {}

    /// The elements at these places, those behind the tensor's own being the updates'.
    static Tensor moved(Tensor x, Tensor updates, int[] places) {
        Tensor both = new Concat(0).evaluate(Inputs.of(flat(x), flat(updates))).getFirst();
        return Movement.of(both, Shape.of(places.length), axis -> places).reshaped(x.shape());
    }

    private static Tensor flat(Tensor tensor) {
        return tensor.reshaped(Shape.of(tensor.size()));
    }
}
