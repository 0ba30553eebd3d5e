package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_version_t;

/// The oneDNN library that is loaded here.
///
/// @param version of the library
/// @param instructionSet the largest that it uses on this CPU, as its verbose output writes it: `avx512_core_vnni`, ...;
///     the environment variable `ONEDNN_MAX_CPU_ISA` limits it
public record OneDnnLibrary(String version, String instructionSet) {
    /// @throws dev.vernier.tensor.InputException where there is none for this platform
    public static OneDnnLibrary here() {
        OneDnnEngine.requireLibrary();
        dnnl_version_t version = dnnl_version();
        return new OneDnnLibrary(version.major() + "." + version.minor() + "." + version.patch(),
                instructionSet(dnnl_get_effective_cpu_isa()));
    }

    private static String instructionSet(int code) {
        return switch (code) {
            case dnnl_cpu_isa_sse41 -> "sse41";
            case dnnl_cpu_isa_avx -> "avx";
            case dnnl_cpu_isa_avx2 -> "avx2";
            case dnnl_cpu_isa_avx2_vnni -> "avx2_vnni";
            case dnnl_cpu_isa_avx2_vnni_2 -> "avx2_vnni_2";
            case dnnl_cpu_isa_avx512_core -> "avx512_core";
            case dnnl_cpu_isa_avx512_core_vnni -> "avx512_core_vnni";
            case dnnl_cpu_isa_avx512_core_bf16 -> "avx512_core_bf16";
            case dnnl_cpu_isa_avx10_1_512 -> "avx10_1_512";
            case dnnl_cpu_isa_avx10_1_512_amx -> "avx10_1_512_amx";
            case dnnl_cpu_isa_avx10_1_512_amx_fp16 -> "avx10_1_512_amx_fp16";
            case dnnl_cpu_isa_avx10_2_512 -> "avx10_2_512";
            case dnnl_cpu_isa_avx10_2_512_amx_2 -> "avx10_2_512_amx_2";
            default -> "isa 0x" + Integer.toHexString(code);
        };
    }
}
