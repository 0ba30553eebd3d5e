package dev.vernier.quant;

/// Whose rules decide which tensors share their parameters, and which have fixed ones.
public enum RuntimeRules {
    /// The inputs and the output of a concatenation have parameters of their own.
    ONNXRUNTIME,

    /// The inputs of a concatenation have the parameters of its output. What sigmoid, softmax and tanh make is quantized with
    /// scale 1/256 and zero point -128, for tanh 1/128 and 0 (TensorFlow Lite's 8-bit quantization specification).
    TFLITE
}
