/// The operators: one record per operator in a file of its own, with its attributes, shape inference and a slow, obvious
/// evaluation that is the truth for every engine. An operator knows no file format and no engine.
package dev.vernier.graph.op;
