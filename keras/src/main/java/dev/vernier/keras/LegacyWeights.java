package dev.vernier.keras;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Those of an `.h5` file: for each layer of the outermost network a list of names in the order in which Keras has them. Of a
/// layer that is a network these are all that are trained, layer after layer, and then all others.
final class LegacyWeights implements Weights {
    private final Hdf5Group stored;
    private final Map<Place, String> names = new HashMap<>();
    private final Map<String, String> problems = new HashMap<>();

    /// What an array is to a layer.
    private record Place(String layer, String role) {}

    /// @param stored the group of all layers
    LegacyWeights(Hdf5Group stored, Network network) {
        this.stored = stored;
        network.layers().forEach(this::find);
    }

    private void find(KerasLayer layer) {
        List<Place> needed = new ArrayList<>(trained(layer));
        needed.addAll(others(layer));
        if (needed.isEmpty()) {
            return;
        }
        List<String> written = !stored.has(layer.name()) ? List.of()
                : stored.group(layer.name()).texts("weight_names").orElse(List.of()).stream()
                        .filter(name -> !isState(name)).toList();
        boolean isOne = layer.network().isEmpty();
        if (isOne ? written.size() < needed.size() : written.size() != needed.size()) {
            needed.forEach(place -> problems.put(place.layer(), "the file holds " + written.size()
                    + " arrays for '" + layer.path() + "', needed " + needed.size()));
            return;
        }
        for (int i = 0; i < needed.size(); i++) {
            names.put(needed.get(i), layer.name() + "/" + written.get(i));
        }
    }

    /// What random layers remember of their generator.
    private static boolean isState(String name) {
        return name.contains("StateVar") || name.contains("seed_generator_state");
    }

    private static List<Place> trained(KerasLayer layer) {
        if (!layer.isTrainable()) {
            return List.of();
        }
        return layer.network().map(inner -> inner.layers().stream().flatMap(part -> trained(part).stream()).toList())
                .orElseGet(() -> places(layer, Roles.of(layer).trained()));
    }

    private static List<Place> others(KerasLayer layer) {
        if (layer.network().isEmpty()) {
            return places(layer, layer.isTrainable() ? Roles.of(layer).others() : Roles.of(layer).all());
        }
        List<Place> others = new ArrayList<>();
        for (KerasLayer part : layer.network().get().layers()) {
            if (!layer.isTrainable()) {
                others.addAll(trained(part));
            }
            others.addAll(others(part));
        }
        return others;
    }

    private static List<Place> places(KerasLayer layer, List<String> roles) {
        return roles.stream().map(role -> new Place(layer.path(), role)).toList();
    }

    @Override
    public Tensor read(KerasLayer layer, String role, Shape expected) {
        if (problems.containsKey(layer.path())) {
            throw new IllegalArgumentException(problems.get(layer.path()));
        }
        return stored.data(names.get(new Place(layer.path(), role))).read(expected);
    }
}
