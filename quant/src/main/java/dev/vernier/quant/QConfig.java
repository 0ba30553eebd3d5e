package dev.vernier.quant;

import dev.vernier.tensor.InputException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Which numbers a target computes with: how activations and weights become codes, and where it is otherwise.
///
/// @param name of the preset that this is, or begins from
/// @param overrides in order; where several speak of the same property of the same tensor, the last one holds
public record QConfig(
        String name, QSpec activations, QSpec weights, RuntimeRules rules, List<QOverride> overrides) {
    /// PyTorch's `get_default_qconfig("x86")` without its reduce_range, since CPUs with VNNI compute all codes exactly, and
    /// by min/max: quint8 affine activations, qint8 symmetric weights per channel.
    public static final QConfig X86 = preset("x86", QSpec.QUINT8_AFFINE, QSpec.QINT8_SYMMETRIC);

    /// PyTorch's `get_default_qconfig("fbgemm")`: quint8 affine activations over half the codes (reduce_range), qint8
    /// symmetric weights per channel; ranges by least error where PyTorch has its histogram observer.
    public static final QConfig FBGEMM = preset("fbgemm",
            QSpec.QUINT8_AFFINE.with(List.of(new Setting.Covering(RangeRule.MSE), new Setting.ReduceRange(true))),
            QSpec.QINT8_SYMMETRIC);

    /// PyTorch's `get_default_qconfig("qnnpack")`: quint8 affine activations, qint8 symmetric weights per tensor; ranges by
    /// least error where PyTorch has its histogram observer.
    public static final QConfig QNNPACK = preset("qnnpack",
            QSpec.QUINT8_AFFINE.with(new Setting.Covering(RangeRule.MSE)),
            QSpec.QINT8_SYMMETRIC.with(new Setting.Grain(Granularity.PER_TENSOR)));

    /// PyTorch's `get_default_qconfig("onednn")`: quint8 affine activations, qint8 symmetric weights per channel; ranges by
    /// least error where PyTorch has its histogram observer.
    public static final QConfig ONEDNN = preset("onednn",
            QSpec.QUINT8_AFFINE.with(new Setting.Covering(RangeRule.MSE)), QSpec.QINT8_SYMMETRIC);

    /// [#X86] with weights within 7 bits, [-64, 63] (reduce_range of weights alone): no pair of products leaves int16, so
    /// that every runtime on every x86 CPU computes the same at full speed.
    public static final QConfig PORTABLE =
            preset("portable", QSpec.QUINT8_AFFINE, QSpec.QINT8_SYMMETRIC.with(new Setting.ReduceRange(true)));

    /// TensorFlow Lite's full-integer specification: qint8 affine activations and qint8 weights [-127, 127] per channel;
    /// shared and fixed ranges by its rules. Ranges are those of least error, where its converter takes the smallest and the
    /// largest value.
    public static final QConfig TFLITE = new QConfig("tflite",
            QSpec.QUINT8_AFFINE.with(List.of(new Setting.Dtype(CodeType.QINT8), new Setting.Covering(RangeRule.MSE))),
            QSpec.QINT8_SYMMETRIC.with(new Setting.NarrowRange(true)), RuntimeRules.TFLITE, List.of());

    /// The presets, in the order in which messages list them.
    public static final List<QConfig> PRESETS = List.of(X86, FBGEMM, QNNPACK, ONEDNN, PORTABLE, TFLITE);

    /// @throws InputException where properties do not go together
    public QConfig {
        Objects.requireNonNull(name);
        Objects.requireNonNull(rules);
        overrides = List.copyOf(overrides);
        activations.ofActivations();
        weights.ofWeights();
        for (QOverride override : overrides) {
            activations.with(override.activations()).ofActivations();
            weights.with(override.weights()).ofWeights();
        }
    }

    private static QConfig preset(String name, QSpec activations, QSpec weights) {
        return new QConfig(name, activations, weights, RuntimeRules.ONNXRUNTIME, List.of());
    }

    /// The preset of this name.
    ///
    /// @throws InputException where there is none; the message lists the known ones
    public static QConfig parse(String name) {
        return PRESETS.stream().filter(preset -> preset.name.equals(name)).findFirst()
                .orElseThrow(() -> new InputException("qconfig = " + name + ", known: "
                        + PRESETS.stream().map(QConfig::name).collect(Collectors.joining(", "))));
    }

    /// How the ranges of activations are chosen where no override says otherwise.
    public RangeRule range() {
        return activations.range();
    }

    /// Every rule by which the range of some activation may be chosen.
    public Set<RangeRule> ranges() {
        Set<RangeRule> rules = new LinkedHashSet<>(Set.of(activations.range()));
        overrides.forEach(override -> rules.add(activations.with(override.activations()).range()));
        return rules;
    }

    /// The same with activations spread over half the codes.
    public QConfig reducedRange() {
        return withActivations(new Setting.ReduceRange(true));
    }

    /// The same with another rule for the ranges of activations.
    public QConfig withRange(RangeRule other) {
        return withActivations(new Setting.Covering(other));
    }

    public QConfig withActivations(Setting... settings) {
        return new QConfig(name, activations.with(List.of(settings)), weights, rules, overrides);
    }

    public QConfig withWeights(Setting... settings) {
        return new QConfig(name, activations, weights.with(List.of(settings)), rules, overrides);
    }

    public QConfig withRules(RuntimeRules others) {
        return new QConfig(name, activations, weights, others, overrides);
    }

    /// The same with one more override, behind those that are there.
    public QConfig with(QOverride override) {
        List<QOverride> more = new ArrayList<>(overrides);
        more.add(override);
        return new QConfig(name, activations, weights, rules, more);
    }

    /// The qconfig file that says the same in the fewest words.
    public String toYaml() {
        return QConfigText.print(this);
    }
}
