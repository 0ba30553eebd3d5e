package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;

/// Two tensors walked in step, as broadcasting pairs their elements (ONNX, "Multidirectional Broadcasting").
final class Broadcast {
    /// What is done with each pair.
    interface Pairs {
        /// @param place of the output element
        /// @param left the place of its left operand
        /// @param right the place of its right operand
        void at(int place, int left, int right);
    }

    private final Shape shape;
    private final int[] leftSteps;
    private final int[] rightSteps;
    private final Pairs pairs;

    private Broadcast(Shape left, Shape right, Pairs pairs) {
        this.shape = Shape.broadcast(left, right);
        this.leftSteps = steps(left, shape.rank());
        this.rightSteps = steps(right, shape.rank());
        this.pairs = pairs;
    }

    /// Visits every pair in the row-major order of the output.
    ///
    /// @throws IllegalArgumentException where the shapes do not broadcast
    static void forEach(Shape left, Shape right, Pairs pairs) {
        Broadcast broadcast = new Broadcast(left, right, pairs);
        if (broadcast.shape.rank() == 0) {
            pairs.at(0, 0, 0);
        } else if (broadcast.shape.elementCount() > 0) {
            broadcast.walk(0, 0, 0, 0);
        }
    }

    /// The place in a tensor that each element of a larger one is paired with.
    static int[] places(Shape from, Shape to) {
        int[] places = new int[to.elementCount()];
        forEach(to, from, (place, left, right) -> places[place] = right);
        return places;
    }

    private static int[] steps(Shape shape, int rank) {
        int[] strides = shape.strides();
        int[] steps = new int[rank];
        for (int axis = 0; axis < shape.rank(); axis++) {
            steps[rank - shape.rank() + axis] = shape.size(axis) == 1 ? 0 : strides[axis];
        }
        return steps;
    }

    /// Visits what lies below one position of the axes before `axis`; returns the place behind it.
    private int walk(int axis, int place, int left, int right) {
        int size = shape.size(axis);
        int next = place;
        for (int i = 0; i < size; i++) {
            int leftPlace = left + i * leftSteps[axis];
            int rightPlace = right + i * rightSteps[axis];
            if (axis == shape.rank() - 1) {
                pairs.at(next++, leftPlace, rightPlace);
            } else {
                next = walk(axis + 1, next, leftPlace, rightPlace);
            }
        }
        return next;
    }
}
