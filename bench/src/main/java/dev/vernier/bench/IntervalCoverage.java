package dev.vernier.bench;

import dev.vernier.stats.CoverageGrid;
import dev.vernier.stats.CoverageGrid.Point;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// How often the interval of a change covers the true one, the exact test raises a false alarm, and a change as large as
/// the margin is called equivalent: added up over every outcome, on two grids.
public final class IntervalCoverage {
    private IntervalCoverage() {}

    public static void main(String... arguments) {
        print("The proven grid", CoverageGrid.PROVEN);
        print("In finer steps", CoverageGrid.FINE);
    }

    private static void print(String title, CoverageGrid grid) {
        List<Point> points = grid.points();
        say("%n%s: coverage of the 95 %% interval, by how many of 100 discordant samples are gained; false alarms of the"
                + " exact test; how often%na change as large as the margin is called equivalent, at most. In percent.%n",
                title);
        say("%6s %10s %6s  %s  %6s %10s", "n", "discordant", "pairs",
                cells(grid.gained(), gained -> gained, "%6.0f"), "alarms", "equivalent");
        for (int first = 0; first < points.size(); first += grid.gained().size()) {
            List<Point> row = points.subList(first, first + grid.gained().size());
            Point point = row.getFirst();
            say("%6d %10.2f %6.1f  %s  %6.2f %10.2f", point.outcomes().n(), 100 * point.outcomes().discordantShare(),
                    point.expectedPairs(), cells(row, Point::coverage, "%6.2f"), point.rejections(),
                    row.stream().filter(one -> !one.isUnchanged()).mapToDouble(Point::equivalences).max().orElse(0));
        }
        say("%n%-52s %6s %7s %7s", "coverage", "points", "lowest", "highest");
        summary("everywhere", points, point -> true);
        summary("fewer than 10 pairs expected", points, point -> !point.hasEnoughPairs());
        summary("10 or more, no true change", points, point -> point.hasEnoughPairs() && point.isUnchanged());
        summary("10 or more, a true change, lost and gained", points,
                point -> point.hasEnoughPairs() && !point.isUnchanged() && !point.isOneSided());
        summary("10 or more, all lost", points, point -> point.hasEnoughPairs() && point.isOneSided());
        summary("false alarms", points, Point::isUnchanged, Point::rejections);
        summary("called equivalent", points, point -> !point.isUnchanged(), Point::equivalences);
    }

    private static <T> String cells(List<T> values, ToDoubleFunction<T> number, String format) {
        return values.stream().map(value -> String.format(Locale.ROOT, format, number.applyAsDouble(value)))
                .collect(Collectors.joining(" "));
    }

    private static void summary(String where, List<Point> points, Predicate<Point> chosen) {
        summary(where, points, chosen, Point::coverage);
    }

    private static void summary(
            String where, List<Point> points, Predicate<Point> chosen, ToDoubleFunction<Point> number) {
        List<Double> values = points.stream().filter(chosen).map(number::applyAsDouble).sorted().toList();
        say("%-52s %6d %7.2f %7.2f", where, values.size(), values.getFirst(), values.getLast());
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
