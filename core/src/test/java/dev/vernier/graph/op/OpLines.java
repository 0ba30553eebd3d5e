package dev.vernier.graph.op;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.Node;
import java.util.List;

/// Lines of the text form: every operator with its defaults and with every attribute, on inputs `a` to `i`.
public final class OpLines {
    static final List<String> ALL = List.of(
            "y = add a, b",
            "y = average_pool a {kernel = [2, 2], stride = [2, 2], padding = same_upper, ceil = true}",
            "y = batch_norm a, b, c, d, e",
            "y = batch_norm a, b, c, d, e {epsilon = 0.001}",
            "y = cast a {to = i64}",
            "y = clip a, _, b",
            "y = concat a, b, c {axis = -1}",
            "y = constant_of_shape a",
            "y = constant_of_shape a {value = f64(0.1)}",
            "y = conv a, b {kernel = [3]}",
            "y = conv a, b, c {kernel = [3, 3], stride = [2, 1], dilation = [1, 2], padding = [1, 1], groups = 2}",
            "y = conv_integer a, b, c, d {kernel = [3, 3]}",
            "y = conv_transpose a, b {kernel = [3]}",
            "y = conv_transpose a, b, c {kernel = [3, 3], stride = [2, 1], groups = 2, output_padding = [1, 0]}",
            "y = dequantize a, b, c",
            "y = dequantize a, b, c {axis = 0, block_size = 2}",
            "y = div a, b",
            "y, m = dropout a, b, c",
            "y, s, z = dynamic_quantize a",
            "y = erf a",
            "y = exp a",
            "y = expand a, b",
            "y = flatten a",
            "y = flatten a {axis = 0}",
            "y = gather a, b",
            "y = gather a, b {axis = 1}",
            "y = gelu a",
            "y = gelu a {approximation = tanh}",
            "y = gemm a, b, c",
            "y = gemm a, b, c {alpha = 0.5, beta = 2.0, transpose_a = true, transpose_b = true}",
            "y = global_average_pool a",
            "y = global_max_pool a",
            "y = group_norm a, b, c {groups = 2}",
            "y = group_norm a, b, c {groups = 1, epsilon = 0.001}",
            "y = hard_sigmoid a {alpha = 0.5, beta = 0.25}",
            "y = hard_swish a",
            "y = identity a",
            "y = layer_norm a, b, c",
            "y, m, s = layer_norm a, b {axis = 1, epsilon = 0.001}",
            "y = leaky_relu a {alpha = 0.5}",
            "y = log_softmax a",
            "y = log_softmax a {axis = 1}",
            "y = matmul a, b",
            "y = matmul_integer a, b, c, d",
            "y, i = max_pool a {kernel = [2, 2], column_major_indices = true}",
            "y = mul a, b",
            "y = pad a, b, c, d",
            "y = pad a, b {mode = wrap}",
            "y = qgemm a, b, c, d, e, f, g, h, i",
            "y = qlinear_add a, b, c, d, e, f, g, h",
            "y = qlinear_average_pool a, b, c, d, e {kernel = [2, 2]}",
            "y = qlinear_conv a, b, c, d, e, f, g, h, i {kernel = [3, 3]}",
            "y = qlinear_global_average_pool a, b, c, d, e",
            "y = qlinear_matmul a, b, c, d, e, f, g, h",
            "y = quantize a, b, c",
            "y = quantize a, b, c {to = i16, axis = 0, block_size = 2}",
            "y = reduce_max a",
            "y = reduce_max a, b {keep_axes = false, none_means_none = true}",
            "y = reduce_mean a, b {keep_axes = false}",
            "y = relu a",
            "y = reshape a, b",
            "y = reshape a, b {allow_zero = true}",
            "y = resize a, _, b",
            "y = shape a",
            "y = shape a {from = 1, to = -1}",
            "y = sigmoid a",
            "y = slice a, b, c, d, e",
            "y = softmax a {axis = 1}",
            "y = squeeze a, b",
            "y = sub a, b",
            "y = tanh a",
            "y = tile a, b",
            "y = transpose a",
            "y = transpose a {permutation = [1, 0]}",
            "y = unsqueeze a, b");

    private OpLines() {}

    public static List<Node> nodes() {
        return ALL.stream().map(OpLines::parse).toList();
    }

    static Node parse(String line) {
        StringBuilder text = new StringBuilder();
        for (char name = 'a'; name <= 'i'; name++) {
            text.append(line.startsWith("y, " + name) ? "" : name + ": f32[1]\n");
        }
        Graph graph = GraphText.parse(text + line + "\nreturn y\n");
        return graph.nodes().getFirst();
    }
}
