package dev.vernier.report;

import dev.vernier.audit.error.Saturation;
import java.util.List;

/// What one layer does on x86 CPUs without VNNI, as JSON.
///
/// @param possible whether its weights allow a pair of products to saturate
/// @param possibleChannels the output channels that have such a pair
/// @param largestPair the largest magnitude that a pair can have; int16 holds 32,767
/// @param saturatingPairs those of `pairs` that did on the samples; null where none were run
/// @param outputsChanged those of `outputs` that became another code for it
public record SaturationAnswer(
        String name, boolean possible, int possibleChannels, int channels, int largestPair, Long saturatingPairs,
        Long pairs,
        Long outputsChanged, Long outputs, int samples) {

    static List<SaturationAnswer> of(Saturation saturation) {
        return saturation.layers().stream().map(layer -> of(layer, saturation.samples())).toList();
    }

    private static SaturationAnswer of(Saturation.Layer layer, int samples) {
        boolean counted = samples > 0;
        return new SaturationAnswer(layer.name(), layer.isPossible(), layer.possible(), layer.channels(),
                layer.largestPair(),
                counted ? layer.count().saturating() : null,
                counted ? layer.count().pairs() : null,
                counted ? layer.count().changed() : null,
                counted ? layer.count().outputs() : null,
                samples);
    }
}
