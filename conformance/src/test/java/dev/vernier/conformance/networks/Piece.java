package dev.vernier.conformance.networks;

import java.util.Random;
import java.util.function.Consumer;

/// The kinds of pieces that networks are drawn from, and how often each is asked for.
enum Piece {
    CONVOLUTION(12, Layers::convolution),
    HEAD(4, Layers::head),
    TOKENS(2, Layers::tokens),
    INTEGERS(1, Layers::integers),
    INTEGER_MATRIX(1, Layers::integerMatrix),
    DYNAMIC(1, Layers::dynamic),
    RESIDUAL(7, Joins::residual),
    CONCAT(4, Joins::concat),
    ARITHMETIC(3, Joins::arithmetic),
    EXCITE(2, Joins::excite),
    ATTENTION(3, Joins::attention),
    POOL(5, Movements::pool),
    MEAN(1, Movements::mean),
    SLICE(4, Movements::slice),
    PAD(3, Movements::pad),
    TRANSPOSE(2, Movements::transpose),
    RESHAPE(2, Movements::reshape),
    COMPUTED_SHAPE(1, Movements::computedShape),
    SHUFFLE(1, Movements::shuffle),
    SELECT(1, Movements::select),
    EXPAND(1, Movements::expand),
    RESIZE(2, Movements::resize),
    ISLAND(3, Movements::island),
    PLACES(1, Movements::places);

    private final int weight;
    private final Consumer<Sketch> drawing;

    Piece(int weight, Consumer<Sketch> drawing) {
        this.weight = weight;
        this.drawing = drawing;
    }

    Consumer<Sketch> drawing() {
        return drawing;
    }

    static Piece any(Random random) {
        int sum = 0;
        for (Piece piece : values()) {
            sum += piece.weight;
        }
        int left = random.nextInt(sum);
        for (Piece piece : values()) {
            left -= piece.weight;
            if (left < 0) {
                return piece;
            }
        }
        throw new IllegalStateException("weights " + sum);
    }
}
