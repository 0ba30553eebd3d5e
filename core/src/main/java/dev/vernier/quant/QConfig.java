package dev.vernier.quant;

import dev.vernier.tensor.InputException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// Which numbers a target computes with: how activations and weights become codes.
///
/// @param name as users give it
/// @param activations per tensor
/// @param weights per output channel where `perChannel`, else per tensor; always by min/max
/// @param range how the ranges of activations are chosen
public record QConfig(String name, Scheme activations, Scheme weights, boolean perChannel, RangeRule range) {
    /// PyTorch's `get_default_qconfig("x86")` without its reduce_range, since CPUs with VNNI compute all codes exactly, and
    /// by min/max: quint8 affine activations, qint8 symmetric weights per channel.
    public static final QConfig X86 =
            new QConfig("x86", Scheme.QUINT8_AFFINE, Scheme.QINT8_SYMMETRIC, true, RangeRule.MINMAX);

    /// PyTorch's `get_default_qconfig("fbgemm")`: quint8 affine activations over half the codes (reduce_range), qint8
    /// symmetric weights per channel; ranges by least error where PyTorch has its histogram observer.
    public static final QConfig FBGEMM = new QConfig(
            "fbgemm", Scheme.QUINT8_AFFINE.reduced(), Scheme.QINT8_SYMMETRIC, true, new RangeRule.Mse());

    /// PyTorch's `get_default_qconfig("qnnpack")`: quint8 affine activations, qint8 symmetric weights per tensor; ranges by
    /// least error where PyTorch has its histogram observer.
    public static final QConfig QNNPACK =
            new QConfig("qnnpack", Scheme.QUINT8_AFFINE, Scheme.QINT8_SYMMETRIC, false, new RangeRule.Mse());

    /// PyTorch's `get_default_qconfig("onednn")`: quint8 affine activations, qint8 symmetric weights per channel; ranges by
    /// least error where PyTorch has its histogram observer.
    public static final QConfig ONEDNN =
            new QConfig("onednn", Scheme.QUINT8_AFFINE, Scheme.QINT8_SYMMETRIC, true, new RangeRule.Mse());

    /// TensorFlow Lite's full-integer specification: qint8 affine activations and qint8 weights [-127, 127] per channel;
    /// ranges by min/max.
    public static final QConfig TFLITE =
            new QConfig("tflite", Scheme.QINT8_AFFINE, Scheme.QINT8_NARROW, true, RangeRule.MINMAX);

    private static final List<QConfig> PRESETS = List.of(X86, FBGEMM, QNNPACK, ONEDNN, TFLITE);

    public QConfig {
        Objects.requireNonNull(activations);
        Objects.requireNonNull(weights);
        Objects.requireNonNull(range);
    }

    /// The preset of this name.
    ///
    /// @throws InputException where there is none; the message lists the known ones
    public static QConfig parse(String name) {
        return PRESETS.stream().filter(preset -> preset.name.equals(name)).findFirst()
                .orElseThrow(() -> new InputException("qconfig = " + name + ", known: "
                        + PRESETS.stream().map(QConfig::name).collect(Collectors.joining(", "))));
    }

    /// The same with activations spread over half the codes.
    public QConfig reducedRange() {
        return new QConfig(name, activations.reduced(), weights, perChannel, range);
    }

    /// The same with another rule for the ranges of activations.
    public QConfig withRange(RangeRule other) {
        return new QConfig(name, activations, weights, perChannel, other);
    }
}
