/// Quantization as a value: parameters by tensor, how they are chosen, and the graphs that a float graph and its
/// quantization determine (with quantize and dequantize nodes, or with integer operators).
package dev.vernier.quant;
