package dev.vernier.bench.pytorch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// A quantized TorchScript file, frozen, with its input.
final class TorchScript implements Runnable {
    private final JitModule module;
    private final IValueVector inputs;

    private TorchScript(JitModule module, IValueVector inputs) {
        this.module = module;
        this.inputs = inputs;
    }

    /// Makes PyTorch ready: one thread.
    ///
    /// JavaCPP 1.5.13 unpacks a library when it loads it. `libtorch` would take the `libtorch_cpu` of an installed PyTorch
    /// as long as its own does not lie beside it.
    static void prepare() throws IOException {
        Loader.cacheResource(org.bytedeco.pytorch.presets.torch.class,
                "/org/bytedeco/pytorch/" + Loader.getPlatform() + "/" + System.mapLibraryName("torch_cpu"));
        torch.set_num_threads(1);
    }

    /// @param engine the quantized engine that packs the weights
    /// @param images `[n, c, h, w]`
    /// @param format how PyTorch is to hold the images
    static TorchScript load(
            Path file, torch.QEngine engine, dev.vernier.tensor.Tensor images, torch.MemoryFormat format) {
        torch.globalContext().setQEngine(engine);
        JitModule module = torch.load(file.toString());
        module.eval();
        long[] shape = new long[images.shape().rank()];
        Arrays.setAll(shape, images.shape()::size);
        Tensor values = torch.from_blob(new FloatPointer(images.floats()), shape).clone().contiguous(format);
        return new TorchScript(torch.freeze(module), new IValueVector(new IValue(values)));
    }

    @Override
    public void run() {
        try (PointerScope _ = new PointerScope()) {
            module.forward(inputs);
        }
    }

    /// What the network answers, one sample after the other.
    float[] logits() {
        try (PointerScope _ = new PointerScope()) {
            Tensor answer = module.forward(inputs).toTensor().contiguous();
            float[] values = new float[(int) answer.numel()];
            new FloatPointer(answer.data_ptr()).get(values);
            return values;
        }
    }
}
