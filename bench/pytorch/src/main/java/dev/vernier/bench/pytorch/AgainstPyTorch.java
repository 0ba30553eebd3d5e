package dev.vernier.bench.pytorch;

import dev.vernier.bench.Bound;
import dev.vernier.bench.Contest;
import dev.vernier.bench.Network;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.global.torch;

/// Vernier's int8 beside PyTorch's on one thread: `AgainstPyTorch (MODEL.onnx SCRIPT.pt SIDE BATCH)...`. The script is the
/// model as `torchscript.py` writes it. PyTorch's engines `fbgemm` and `onednn` run besides: `x86` takes each layer from one of
/// the two, so its time shows that it really did.
public final class AgainstPyTorch {
    private AgainstPyTorch() {}

    public static void main(String... arguments) throws IOException {
        TorchScript.prepare();
        try (InferenceMode _ = new InferenceMode()) {
            for (int i = 0; i + 4 <= arguments.length; i += 4) {
                Network network = Network.read(Path.of(arguments[i]), Integer.parseInt(arguments[i + 2]));
                compare(network, Path.of(arguments[i + 1]), Integer.parseInt(arguments[i + 3]));
            }
        }
    }

    private static void compare(Network network, Path script, int batch) {
        try (Bound vernier = Bound.open(network, network.integer(), batch)) {
            Tensor images = only(vernier.images());
            TorchScript x86 = TorchScript.load(script, torch.QEngine.X86, images, torch.MemoryFormat.Contiguous);
            Map<String, Runnable> contestants = new LinkedHashMap<>();
            contestants.put("Vernier", vernier);
            contestants.put("PyTorch x86", x86);
            for (torch.QEngine engine : List.of(torch.QEngine.X86, torch.QEngine.FBGEMM, torch.QEngine.ONEDNN)) {
                contestants.put("PyTorch " + engine.name().toLowerCase(Locale.ROOT) + ", channels last",
                        TorchScript.load(script, engine, images, torch.MemoryFormat.ChannelsLast));
            }
            Contest.print(String.format(Locale.ROOT, "%s int8 (logits correlate by %.4f)", network.title(batch),
                    correlation(only(vernier.answer()).floats(), x86.logits())), contestants);
        }
    }

    private static Tensor only(Map<String, Tensor> tensors) {
        return tensors.values().iterator().next();
    }

    /// Pearson's.
    private static double correlation(float[] ours, float[] theirs) {
        double meanOurs = mean(ours);
        double meanTheirs = mean(theirs);
        double both = 0;
        double squaresOurs = 0;
        double squaresTheirs = 0;
        for (int i = 0; i < ours.length; i++) {
            double x = ours[i] - meanOurs;
            double y = theirs[i] - meanTheirs;
            both += x * y;
            squaresOurs += x * x;
            squaresTheirs += y * y;
        }
        return both / Math.sqrt(squaresOurs * squaresTheirs);
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
