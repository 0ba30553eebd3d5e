/// Tensors and their types and shapes: the values that everything else computes with.
package dev.vernier.tensor;
