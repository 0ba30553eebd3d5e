package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

import dev.vernier.graph.op.Kernels;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.PairedWeights;
import dev.vernier.pairs.PairLayer;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;

/// What becomes of layers whose products oneDNN's kernels would add in pairs that leave int16, see [PairedWeights].
enum PairSaturation {
    /// They run as they are: no pair saturates on this CPU, or what it does is wanted.
    IGNORED,
    /// Their weights are split, so that every pair fits; signed codes are made unsigned, for which no kernel halves the
    /// weights.
    SPLIT,
    /// [ExactLayers] multiply them as 16-bit numbers, which no pair of products leaves 32 bits with. What they leave is
    /// split.
    WIDENED;

    /// What makes layers exact on the CPU that oneDNN, which is loaded, takes this one for.
    static PairSaturation onThisCpu() {
        int instructions = dnnl_get_effective_cpu_isa();
        boolean isX86 = instructions != 0;
        if (!isX86 || includes(instructions, dnnl_cpu_isa_avx2_vnni)
                || includes(instructions, dnnl_cpu_isa_avx512_core_vnni)) {
            return IGNORED;
        }
        return canWiden() ? WIDENED : SPLIT;
    }

    /// Whether [ExactLayers] run on the CPU that oneDNN, which is loaded, takes this one for.
    static boolean canWiden() {
        return includes(dnnl_get_effective_cpu_isa(), dnnl_cpu_isa_avx2) && PairLayer.isSupported();
    }

    /// oneDNN's numbers have a bit for each set of instructions.
    private static boolean includes(int instructions, int needed) {
        return (instructions & needed) == needed;
    }

    /// Whether oneDNN's kernels are wrong for an operator's int8 weights.
    boolean splits(Op op, Tensor weight) {
        return this != IGNORED && PairedWeights.of(Kernels.ONEDNN, op, DType.U8, weight)
                .map(pairs -> !pairs.saturable(PairedWeights.HIGHEST_CODE).isEmpty()).orElse(true);
    }
}
