package dev.vernier.audit;

import dev.vernier.audit.cause.LayerMatching;
import dev.vernier.audit.cause.LayerPair;
import dev.vernier.audit.error.Sqnr;
import dev.vernier.calibrate.ChannelMinMax;
import dev.vernier.calibrate.MinMax;
import dev.vernier.graph.Graph;
import dev.vernier.quant.Coding;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// What quantization made of the output channels of a layer's weights.
///
/// @param tensor the candidate's name of them
/// @param ends what the codes of each channel stand for
/// @param signal what is left of the signal of each, against the reference
public record WeightChannels(String tensor, List<MinMax> ends, List<Sqnr> signal) {
    public WeightChannels {
        ends = List.copyOf(ends);
        signal = List.copyOf(signal);
    }

    /// Of every quantized layer that the reference has as well, in the candidate's order.
    ///
    /// @param graph of the reference, folded
    public static List<WeightChannels> of(Graph graph, QuantizedModel candidate) {
        List<WeightChannels> weights = new ArrayList<>();
        for (LayerPair pair : LayerMatching.of(graph, candidate.graph()).layers()) {
            String name = pair.candidate().weight();
            candidate.quantization().find(name).ifPresent(params -> weights.add(of(name, params,
                    pair.candidate().channelAxis(), graph.constants().get(pair.reference().weight()),
                    candidate.graph().constants().get(name))));
        }
        return List.copyOf(weights);
    }

    private static WeightChannels of(String name, QParams params, int axis, Tensor meant, Tensor held) {
        Tensor reals = Coding.reals(Coding.codes(held, params), params);
        return new WeightChannels(name, ChannelMinMax.of(reals, axis).channels(), signal(meant, reals, axis));
    }

    private static List<Sqnr> signal(Tensor meant, Tensor reals, int axis) {
        Shape shape = meant.shape();
        int channels = shape.size(axis);
        int inner = shape.strides()[axis];
        double[] signal = new double[channels];
        double[] noise = new double[channels];
        for (int i = 0; i < meant.size(); i++) {
            double real = meant.floatAt(i);
            double difference = reals.floatAt(i) - real;
            signal[i / inner % channels] += real * real;
            noise[i / inner % channels] += difference * difference;
        }
        List<Sqnr> ratios = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            ratios.add(new Sqnr(signal[channel], noise[channel]));
        }
        return ratios;
    }
}
