package dev.vernier.quant;

import dev.vernier.tensor.InputException;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/// Which numbers a target computes with: how activations and weights become codes.
///
/// @param name as users give it
/// @param activations per tensor
/// @param weights per output channel (axis 0 of a convolution) where `perChannel`, else per tensor
public record QConfig(String name, Scheme activations, Scheme weights, boolean perChannel) {
    /// PyTorch's `get_default_qconfig("x86")` without its reduce_range: quint8 affine activations over all codes, which
    /// CPUs with VNNI compute exactly, and qint8 symmetric weights per channel; ranges by min/max.
    public static final QConfig X86 = new QConfig("x86", Scheme.QUINT8_AFFINE, Scheme.QINT8_SYMMETRIC, true);

    /// TensorFlow Lite's full-integer specification: qint8 affine activations and qint8 weights [-127, 127] per channel;
    /// ranges by min/max.
    public static final QConfig TFLITE = new QConfig("tflite", Scheme.QINT8_AFFINE, Scheme.QINT8_NARROW, true);

    private static final QConfig[] PRESETS = {X86, TFLITE};

    public QConfig {
        Objects.requireNonNull(activations);
        Objects.requireNonNull(weights);
    }

    /// The preset of this name.
    ///
    /// @throws InputException where there is none; the message lists the known ones
    public static QConfig parse(String name) {
        for (QConfig preset : PRESETS) {
            if (preset.name.equals(name)) {
                return preset;
            }
        }
        throw new InputException("qconfig = " + name + ", known: "
                + Arrays.stream(PRESETS).map(QConfig::name).collect(Collectors.joining(", ")));
    }

    /// The same with activations spread over half the codes.
    public QConfig reducedRange() {
        return new QConfig(name, activations.reduced(), weights, perChannel);
    }
}
