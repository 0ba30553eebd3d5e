package dev.vernier.conformance.networks;

import dev.vernier.graph.Graph;
import dev.vernier.quant.CodeType;
import dev.vernier.quant.Granularity;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QOverride;
import dev.vernier.quant.Setting;
import dev.vernier.quant.Symmetry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The qconfigs that networks are quantized by: every preset, and what qconfig files change of them.
final class Schemes {
    private static final Setting AFFINE = new Setting.Zero(Symmetry.AFFINE);
    private static final Setting SYMMETRIC = new Setting.Zero(Symmetry.SYMMETRIC);
    private static final Setting PER_TENSOR = new Setting.Grain(Granularity.PER_TENSOR);
    private static final Setting SIGNED = new Setting.Dtype(CodeType.QINT8);
    private static final Setting HALF = new Setting.ReduceRange(true);

    private static final Map<String, QConfig> ALL = all();

    private Schemes() {}

    private static Map<String, QConfig> all() {
        QConfig x86 = QConfig.X86;
        Map<String, QConfig> all = new LinkedHashMap<>();
        QConfig.PRESETS.forEach(preset -> all.put(preset.name(), preset));
        all.put("activations of 7 bits", x86.withActivations(HALF));
        all.put("weights of 7 bits", x86.withWeights(HALF));
        all.put("weights per tensor", x86.withWeights(PER_TENSOR));
        all.put("affine weights", x86.withWeights(AFFINE));
        all.put("affine weights per tensor of 7 bits", x86.withWeights(AFFINE, PER_TENSOR, HALF));
        all.put("signed activations", x86.withActivations(SIGNED));
        all.put("symmetric signed activations", x86.withActivations(SIGNED, SYMMETRIC));
        all.put("signed activations, affine weights", x86.withActivations(SIGNED).withWeights(AFFINE));
        all.put("symmetric activations", x86.withActivations(SYMMETRIC));
        all.put("activations of 16 bits", x86.withActivations(SYMMETRIC, new Setting.Dtype(CodeType.QINT16)));
        all.put("weights of 4 bits", x86.withWeights(new Setting.Dtype(CodeType.QINT4)));
        all.put("powers of two", x86.withActivations(new Setting.PowerOfTwo(true))
                .withWeights(new Setting.PowerOfTwo(true)));
        all.put("convolutions in float", x86.with(QOverride.inFloat("conv")));
        all.put("matrix products in float", x86.with(QOverride.inFloat("gemm")));
        all.put("additions in float", x86.with(QOverride.inFloat("add")));
        all.put("pools in float", x86.with(QOverride.inFloat("max_pool")));
        all.put("clips in float", x86.with(QOverride.inFloat("clip")));
        all.put("concatenations in float", x86.with(QOverride.inFloat("concat")));
        return all;
    }

    /// One of them, whose overrides match something in the graph.
    static String pick(Random random, Graph graph) {
        List<String> names = ALL.keySet().stream().filter(name -> fits(of(name), graph)).toList();
        return names.get(random.nextInt(2) == 0 ? random.nextInt(QConfig.PRESETS.size())
                : random.nextInt(names.size()));
    }

    private static boolean fits(QConfig config, Graph graph) {
        return config.overrides().stream().allMatch(override -> graph.nodes().stream()
                .anyMatch(node -> node.op().word().equals(override.match())));
    }

    static QConfig of(String name) {
        return ALL.get(name);
    }
}
