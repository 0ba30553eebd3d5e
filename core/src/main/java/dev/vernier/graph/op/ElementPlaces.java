package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;

/// The elements of a tensor that indices name along an axis: at `[i, j, ...]` of the indices it is the tensor's with the index
/// there instead of the axis's own; negative indices count from the end.
final class ElementPlaces {
    private ElementPlaces() {}

    /// @throws IllegalArgumentException where the indices are larger than the tensor along another axis, or none
    static void require(Shape x, Operand indices, int axis) {
        Require.type("indices", indices, DType.I64, DType.I32);
        int along = x.axis(axis);
        boolean fits = indices.shape().rank() == x.rank();
        for (int k = 0; fits && k < x.rank(); k++) {
            fits = k == along || indices.shape().size(k) <= x.size(k);
        }
        if (!fits) {
            throw new IllegalArgumentException("indices of type " + indices.type() + ", needed a shape within "
                    + x + " but for axis " + axis);
        }
    }

    /// The place in the tensor for each index.
    ///
    /// @throws IllegalArgumentException where an index lies outside the axis
    static int[] of(Shape x, Tensor indices, int axis) {
        int along = x.axis(axis);
        int[] steps = x.strides();
        int[] strides = indices.shape().strides();
        int[] places = new int[indices.size()];
        for (int place = 0; place < places.length; place++) {
            int index = Vectors.counted(indices.longAt(place), x.size(along));
            for (int k = 0; k < steps.length; k++) {
                places[place] += steps[k] * (k == along ? index : place / strides[k] % indices.shape().size(k));
            }
        }
        return places;
    }
}
