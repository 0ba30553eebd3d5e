package dev.vernier.data;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A data set in another order: a Fisher-Yates shuffle by a seeded [Random], so the same on every machine.
final class ShuffledSamples implements Dataset {
    private final Dataset whole;
    private final int[] order;

    private ShuffledSamples(Dataset whole, int[] order) {
        this.whole = whole;
        this.order = order;
    }

    static ShuffledSamples of(Dataset whole, long seed) {
        Random random = new Random(seed);
        int[] order = new int[whole.size()];
        for (int i = 0; i < order.length; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return new ShuffledSamples(whole, order);
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public int size() {
        return order.length;
    }

    @Override
    public Sample sample(int index) {
        return whole.sample(order[index]);
    }

    @Override
    public List<String> labels() {
        return whole.labels();
    }

    @Override
    public Optional<Layout> layout() {
        return whole.layout();
    }

    @Override
    public String where(int index) {
        return whole.where(order[index]);
    }
}
