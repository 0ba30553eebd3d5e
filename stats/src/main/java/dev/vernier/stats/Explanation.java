package dev.vernier.stats;

import java.util.OptionalDouble;

/// One way in which an accuracy can have come about.
///
/// @param id what it is, the same in every answer
/// @param top1 the top-1 accuracy, in percent, that it comes to; empty where it says nothing about that
/// @param fit how well the number fits
/// @param text one sentence without a full stop
public record Explanation(String id, OptionalDouble top1, Figure.Fit fit, String text) {
    static Explanation of(String id, long correct, long n, Figure.Fit fit, String text) {
        return new Explanation(id, OptionalDouble.of(100.0 * correct / n), fit, text);
    }
}
