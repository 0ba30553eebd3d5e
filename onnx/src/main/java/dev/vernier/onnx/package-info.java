/// ONNX models, in and out: float files, and quantized files with QuantizeLinear and DequantizeLinear nodes.
package dev.vernier.onnx;
