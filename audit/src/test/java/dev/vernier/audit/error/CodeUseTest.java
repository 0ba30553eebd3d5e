package dev.vernier.audit.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.quant.Coding;
import dev.vernier.quant.QParams;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import org.junit.jupiter.api.Test;

class CodeUseTest {
    private static CodeUse of(QParams params, Shape shape, float... values) {
        Tensor reals = Tensor.of(shape, values);
        return CodeUse.of(Coding.codes(reals, params), reals, params);
    }

    @Test
    void countsValuesMoreThanHalfAStepBeyondTheEndsAsSaturated() {
        QParams params = QParams.perTensor(DType.U8, 1, 0);
        CodeUse use = of(params, Shape.of(8), 0, -0.5f, -0.51f, 255, 255.5f, 255.6f, 3, 1000);
        assertEquals(3 / 8.0, use.saturated());
        assertEquals(1 - 3 / 256.0, use.unused(DType.U8));
    }

    @Test
    void asksEveryChannelsOwnEnds() {
        QParams params = QParams.perChannel(DType.I8, 0, new float[] {1, 2}, new long[] {0, 0});
        assertEquals(1 / 4.0, of(params, Shape.of(2, 2), 200, 100, 200, 100).saturated());
    }

    @Test
    void mergesCodesAsASet() {
        QParams params = QParams.perTensor(DType.I8, 1, 0);
        CodeUse both = of(params, Shape.of(2), 1, 2).merge(of(params, Shape.of(2), 2, 300));
        assertEquals(1 - 3 / 256.0, both.unused(DType.I8));
        assertEquals(1 / 4.0, both.saturated());
        assertEquals(both, both.merge(CodeUse.NONE));
    }
}
