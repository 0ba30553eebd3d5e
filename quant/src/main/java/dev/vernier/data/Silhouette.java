package dev.vernier.data;

import java.util.Locale;
import java.util.function.DoubleBinaryOperator;

/// The ten classes of the generated shapes, each a signed distance in a frame where the shape's radius is about 1:
/// negative inside, zero on the outline. Every operation is exactly specified, so that a sample has the same bytes on
/// every machine.
enum Silhouette {
    CIRCLE((x, y) -> length(x, y) - 0.9),
    SQUARE(polygon(regular(4, 1.08))),
    TRIANGLE(polygon(regular(3, 1.15))),
    PENTAGON(polygon(regular(5, 1.02))),
    HEXAGON(polygon(regular(6, 1.0))),
    STAR(polygon(star(5, 1.15, 0.52))),
    CROSS(polygon(cross(1.05, 0.36))),
    RING((x, y) -> Math.abs(length(x, y) - 0.75) - 0.23),
    HEART(Silhouette::heart),
    CRESCENT((x, y) -> Math.max(length(x, y) - 1, 0.78 - length(x - 0.52, y)));

    private final DoubleBinaryOperator distance;

    Silhouette(DoubleBinaryOperator distance) {
        this.distance = distance;
    }

    double distance(double x, double y) {
        return distance.applyAsDouble(x, y);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static double length(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }

    /// A square standing on its corner and a disc on each of its upper sides.
    private static double heart(double x, double y) {
        double side = 0.56;
        double u = (x + y - 0.15) * Math.sqrt(0.5);
        double v = (y - 0.15 - x) * Math.sqrt(0.5);
        double square = Math.max(Math.abs(u), Math.abs(v)) - side;
        double lobes = Math.min(length(u, v + side), length(u + side, v)) - side;
        return Math.min(square, lobes);
    }

    private static double[] regular(int corners, double radius) {
        return star(corners, radius, radius * StrictMath.cos(Math.PI / corners));
    }

    /// Corners in turn at the outer and the inner radius; x and y of each, one after the other.
    private static double[] star(int points, double outer, double inner) {
        double[] corners = new double[4 * points];
        for (int i = 0; i < 2 * points; i++) {
            double radius = i % 2 == 0 ? outer : inner;
            corners[2 * i] = radius * StrictMath.sin(Math.PI * i / points);
            corners[2 * i + 1] = -radius * StrictMath.cos(Math.PI * i / points);
        }
        return corners;
    }

    private static double[] cross(double reach, double half) {
        return new double[] {
            half, -reach, half, -half, reach, -half, reach, half, half, half, half, reach,
            -half, reach, -half, half, -reach, half, -reach, -half, -half, -half, -half, -reach
        };
    }

    /// The exact distance to a closed polygon; the sign by the crossing-number rule.
    private static DoubleBinaryOperator polygon(double[] corners) {
        return (x, y) -> {
            double nearest = Double.POSITIVE_INFINITY;
            boolean inside = false;
            for (int i = 0, j = corners.length - 2; i < corners.length; j = i, i += 2) {
                double ex = corners[j] - corners[i];
                double ey = corners[j + 1] - corners[i + 1];
                double wx = x - corners[i];
                double wy = y - corners[i + 1];
                double along = Math.clamp((wx * ex + wy * ey) / (ex * ex + ey * ey), 0.0, 1.0);
                double dx = wx - ex * along;
                double dy = wy - ey * along;
                nearest = Math.min(nearest, dx * dx + dy * dy);
                if (corners[i + 1] > y != corners[j + 1] > y && wx < ex * wy / ey) {
                    inside = !inside;
                }
            }
            return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
        };
    }
}
