package dev.vernier.quant;

/// The names of the tensors that lowering a tensor `t` adds. They are short, since a file repeats them.
final class Names {
    private static final String RAW = "/r";
    private static final String CODES = "/q";

    private Names() {}

    /// The reals before quantization, where `t` itself is what comes back from the codes.
    static String raw(String tensor) {
        return tensor + RAW;
    }

    static String codes(String tensor) {
        return tensor + CODES;
    }

    /// What comes back from the codes of a graph input, which keeps its own name.
    static String reals(String input) {
        return input + "/d";
    }

    static String scale(String tensor) {
        return tensor + "/s";
    }

    static String zeroPoint(String tensor) {
        return tensor + "/z";
    }

    /// The bounds of a restored clip.
    static String low(String tensor) {
        return tensor + "/low";
    }

    static String high(String tensor) {
        return tensor + "/high";
    }
}
