package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Image resizing, `x, roi?, scales?, sizes?` (ONNX Resize, nearest and linear).
public record Resize(Mode mode, Coordinates coordinates, Rounding rounding, AspectRatio aspectRatio, List<Integer> axes, boolean antialias, float extrapolation) implements Op {
    public enum Mode { NEAREST, LINEAR }
    public enum Coordinates { HALF_PIXEL, HALF_PIXEL_SYMMETRIC, PYTORCH_HALF_PIXEL, ALIGN_CORNERS, ASYMMETRIC, TF_CROP_AND_RESIZE }
    public enum Rounding { ROUND_PREFER_FLOOR, ROUND_PREFER_CEIL, FLOOR, CEIL }
    public enum AspectRatio { STRETCH, NOT_LARGER, NOT_SMALLER }
    @Override
    public String word() {
        return "resize";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        throw new IllegalStateException(word());
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        throw new IllegalStateException(word());
    }
}
