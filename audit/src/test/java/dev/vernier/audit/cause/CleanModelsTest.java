package dev.vernier.audit.cause;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.graph.Graph;
import dev.vernier.quant.Networks;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CleanModelsTest {
    private static final List<Cause> CAUSES =
            List.of(new ScalePermuted(), new MissingBias(), new BiasOverflow(), new MissingActivation(),
                    new DoubleQuantized(), new PerTensorSpread(), new BiasesDiffer(),
                    new BatchNormMismatch(), new WeightsDiffer());

    @ParameterizedTest
    @MethodSource("networks")
    void giveNoSuspicionHoweverTheyAreQuantized(Graph network) {
        for (Map.Entry<String, QConfig> config : Networks.CONFIGS.entrySet()) {
            QuantizedModel model = Networks.quantized(network, config.getValue());
            none(config.getKey(), Faulty.subject(model.graph(), model));
            none(config.getKey() + " in a file", Faulty.subject(model.graph(), Faulty.coded(model)));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void giveNoSuspicionWhereFloatModelsAreComparedWithQuantizedOnes(Graph network) {
        for (Map.Entry<String, QConfig> config : Networks.CONFIGS.entrySet()) {
            QuantizedModel file = Faulty.coded(Networks.quantized(network, config.getValue()));
            QuantizedModel trained = Faulty.withFloat(network);
            QuantizedModel dequantized = Faulty.withFloat(file.graph());
            for (QuantizedModel candidate : List.of(trained, dequantized, file)) {
                none(config.getKey(), new Subject(file.graph(), candidate,
                        LayerMatching.of(file.graph(), candidate.graph()), Faulty.nothing(), file.quantization()));
            }
            none(config.getKey(), new Subject(trained.graph(), trained,
                    LayerMatching.of(trained.graph(), trained.graph()), Faulty.nothing(), Quantization.NONE));
        }
    }

    static List<Graph> networks() {
        return List.of(Faulty.NETWORK, Networks.graph(Networks.RESIDUAL), Networks.graph(Networks.MOVES),
                Networks.graph(Networks.ATTENTION));
    }

    private static void none(String what, Subject subject) {
        for (Cause cause : CAUSES) {
            assertEquals(List.of(), cause.examine(subject), what);
        }
    }
}
