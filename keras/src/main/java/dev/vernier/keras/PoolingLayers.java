package dev.vernier.keras;

import dev.vernier.graph.op.AveragePool;
import dev.vernier.graph.op.Flatten;
import dev.vernier.graph.op.GlobalAveragePool;
import dev.vernier.graph.op.GlobalMaxPool;
import dev.vernier.graph.op.MaxPool;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Window;
import java.util.Optional;

/// Layers that take the largest or the mean of a window, or of all positions. Padding counts nowhere.
final class PoolingLayers {
    private PoolingLayers() {}

    /// A layer of these; empty where it is another one.
    static Optional<String> read(LayerCall call) {
        return Optional.ofNullable(switch (call.layer().kind()) {
            case "MaxPooling1D", "MaxPool1D" -> pooled(call, 1, true);
            case "MaxPooling2D", "MaxPool2D" -> pooled(call, 2, true);
            case "AveragePooling1D", "AvgPool1D" -> pooled(call, 1, false);
            case "AveragePooling2D", "AvgPool2D" -> pooled(call, 2, false);
            case "GlobalAveragePooling1D", "GlobalAvgPool1D" -> global(call, 1, new GlobalAveragePool());
            case "GlobalAveragePooling2D", "GlobalAvgPool2D" -> global(call, 2, new GlobalAveragePool());
            case "GlobalMaxPooling1D", "GlobalMaxPool1D" -> global(call, 1, new GlobalMaxPool());
            case "GlobalMaxPooling2D", "GlobalMaxPool2D" -> global(call, 2, new GlobalMaxPool());
            default -> null;
        });
    }

    private static String pooled(LayerCall call, int spatial, boolean isLargest) {
        String x = call.x();
        call.requireChannelsLast();
        call.requireRank(x, spatial + 2);
        Window window = Windows.of(call, x, "pool_size", spatial).window();
        Op op = isLargest ? new MaxPool(window, false, false) : new AveragePool(window, false, false);
        String y = call.graph().add(spatial == 1 ? call.inner("pool") : call.path(), op, call.channelsFirst(x));
        return call.channelsBack(call.path(), y);
    }

    private static String global(LayerCall call, int spatial, Op op) {
        String x = call.x();
        call.requireChannelsLast();
        call.requireRank(x, spatial + 2);
        boolean keepsAxes = call.settings().flag("keepdims", false);
        String y = call.graph().add(keepsAxes && spatial == 2 ? call.path() : call.inner("pool"), op,
                call.channelsFirst(x));
        return keepsAxes ? call.channelsBack(call.path(), y) : call.graph().add(call.path(), new Flatten(1), y);
    }
}
