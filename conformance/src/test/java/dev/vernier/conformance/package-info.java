/// ONNX's own published cases (one small model each, with inputs and outputs), run on every engine.
package dev.vernier.conformance;
