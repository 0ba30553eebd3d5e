package dev.vernier.audit.experiment;

import dev.vernier.data.Channels;
import dev.vernier.data.Preprocess;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The ways in which networks commonly take images.
final class Normalizations {
    private static final List<Preprocess> KNOWN = Stream.of(
            "raw", "unit", "signed", "imagenet",
            "scale=1/255,mean=0.4914:0.4822:0.4465,std=0.247:0.2435:0.2616", // CIFAR-10
            "scale=1/255,mean=0.1307,std=0.3081", // MNIST
            "scale=1,mean=123.68:116.779:103.939", // Caffe, as Keras has it
            "scale=1,mean=103.939:116.779:123.68").map(Preprocess::parse).toList();

    private Normalizations() {}

    /// For samples that are divided by 255 already, or not yet.
    private static Preprocess scaled(Preprocess used) {
        return new Preprocess(used.scale() < 1.0 / 100 ? used.scale() * 255 : used.scale() / 255, used.mean(),
                used.std(),
                used.channels(), used.layout(), used.resize(), used.crop());
    }

    /// All that differ from one in scale, mean, deviation or the order of the channels.
    static List<Preprocess> besides(Preprocess used) {
        Set<Preprocess> others = new LinkedHashSet<>();
        Stream.concat(Stream.of(used, scaled(used)), KNOWN.stream()).forEach(known -> orders(used)
                .forEach(channels -> others.add(new Preprocess(known.scale(), known.mean(), known.std(), channels,
                        used.layout(), used.resize(), used.crop()))));
        others.remove(used);
        return List.copyOf(others);
    }

    private static List<Channels> orders(Preprocess used) {
        return used.channels() == Channels.GRAY ? List.of(Channels.GRAY) : List.of(Channels.RGB, Channels.BGR);
    }
}
