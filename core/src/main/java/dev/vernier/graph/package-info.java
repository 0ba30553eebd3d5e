/// The graph: an immutable network of named tensors and nodes, its inferred types, and its text form.
package dev.vernier.graph;
