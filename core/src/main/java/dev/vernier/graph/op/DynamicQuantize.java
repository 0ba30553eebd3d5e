package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// uint8 codes of a float32 tensor, and the scale and zero point of its own range, widened to hold 0 (ONNX
/// DynamicQuantizeLinear): `scale = (max - min) / 255`, `zeroPoint = saturate(rint(-min / scale))`. A tensor of zeros,
/// for which ONNX's formula divides 0 by 0, has scale 1, as in ONNX Runtime. The scale is that of all samples together, so
/// that no sample is computed by itself.
public record DynamicQuantize() implements Op {
    static DynamicQuantize from(Attributes attributes) {
        attributes.only();
        return new DynamicQuantize();
    }

    @Override
    public String word() {
        return "dynamic_quantize";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        TensorType x = inputs.at(0).type();
        if (x.dtype() != DType.F32) {
            throw new IllegalArgumentException("x of type " + x + ", needed f32");
        }
        return List.of(new TensorType(DType.U8, x.shape()), TensorType.of(DType.F32), TensorType.of(DType.U8));
    }

    /// @throws IllegalArgumentException where x holds NaN or an infinity
    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        float[] reals = inputs.at(0).floats();
        float low = 0;
        float high = 0;
        for (float real : reals) {
            if (!Float.isFinite(real)) {
                throw new IllegalArgumentException("x holds " + real + ", needed finite numbers");
            }
            low = Math.min(low, real);
            high = Math.max(high, real);
        }
        float scale = high == low ? 1 : (high - low) / 255;
        int zeroPoint = Codes.of(-low, scale, 0, DType.U8);
        byte[] codes = new byte[reals.length];
        Codes.quantize(reals, 0, codes, 0, codes.length, scale, zeroPoint, DType.U8);
        return List.of(
                Tensor.ofU8(inputs.at(0).shape(), codes),
                Tensor.scalar(scale),
                Tensor.ofU8(Shape.SCALAR, (byte) zeroPoint));
    }
}
