package dev.vernier.data;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;

/// Draws one sample of the generated shapes: a textured silhouette, turned, stretched and placed at random, on a
/// textured ground, with smaller things lying about and noise over everything. All of it follows from the seed, through
/// the random numbers' bits, exact arithmetic and [StrictMath] alone.
final class ShapeScene {
    static final int SIDE = 32;
    static final Shape SHAPE = Shape.of(3, SIDE, SIDE);

    private static final Silhouette[] CLASSES = Silhouette.values();

    private final SplittableRandom random;
    private final double[] pixels = new double[3 * SIDE * SIDE];

    private ShapeScene(long seed) {
        random = new SplittableRandom(seed);
    }

    static Sample draw(long seed) {
        ShapeScene scene = new ShapeScene(seed);
        int label = scene.choice(CLASSES.length);
        double[] ground = scene.colour();
        scene.paint(scene.paper(ground), new Outline(SIDE / 2.0, SIDE / 2.0, SIDE, (x, y) -> -1));
        int behind = scene.choice(4);
        for (int i = 0; i < behind; i++) {
            scene.clutter();
        }
        scene.paint(scene.paper(scene.colourApartFrom(ground)), scene.place(CLASSES[label], 5, 12));
        if (scene.choice(2) == 0) {
            scene.clutter();
        }
        return new Sample(scene.developed(), label);
    }

    /// Something smaller that is none of the classes' business: a speck or a stroke.
    private void clutter() {
        Outline speck = place(CLASSES[choice(CLASSES.length)], 1.2, 2.6);
        Outline stroke = stroke();
        paint(paper(colour()), choice(2) == 0 ? speck : stroke);
    }

    private Outline stroke() {
        double x0 = between(0, SIDE);
        double y0 = between(0, SIDE);
        double angle = between(0, 2 * Math.PI);
        double dx = StrictMath.cos(angle);
        double dy = StrictMath.sin(angle);
        double half = between(3, 9);
        double width = between(0.4, 1.1);
        return new Outline(x0, y0, half + width, (x, y) -> {
            double along = Math.clamp((x - x0) * dx + (y - y0) * dy, -half, half);
            double ox = x - x0 - along * dx;
            double oy = y - y0 - along * dy;
            return Math.sqrt(ox * ox + oy * oy) - width;
        });
    }

    /// The silhouette in pixels: radius, aspect, turn and centre drawn at random.
    private Outline place(Silhouette silhouette, double least, double most) {
        double radius = between(least, most);
        double stretch = between(0.68, 1);
        double angle = between(0, 2 * Math.PI);
        double lean = between(0, Math.PI);
        double room = Math.max(0, SIDE / 2.0 - 0.85 * radius);
        double cx = SIDE / 2.0 + between(-room, room);
        double cy = SIDE / 2.0 + between(-room, room);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double leanCos = StrictMath.cos(lean);
        double leanSin = StrictMath.sin(lean);
        return new Outline(cx, cy, 1.4 * radius, (x, y) -> {
            double u = ((x - cx) * leanCos + (y - cy) * leanSin) / radius;
            double v = ((y - cy) * leanCos - (x - cx) * leanSin) / (radius * stretch);
            return silhouette.distance(u * cos + v * sin, v * cos - u * sin) * radius * stretch;
        });
    }

    /// A colour that shades into another, with stripes or checks.
    private Paper paper(double[] from) {
        double[] shade = {between(-0.25, 0.25), between(-0.25, 0.25), between(-0.25, 0.25)};
        double angle = between(0, 2 * Math.PI);
        double cos = StrictMath.cos(angle) / SIDE;
        double sin = StrictMath.sin(angle) / SIDE;
        int kind = choice(3);
        double period = between(2.5, 9);
        double turn = between(0, 2 * Math.PI);
        double px = StrictMath.cos(turn) / period;
        double py = StrictMath.sin(turn) / period;
        double depth = between(0.03, 0.22);
        return (channel, x, y) -> {
            double pattern = switch (kind) {
                case 0 -> 0;
                case 1 -> wave(px * x + py * y);
                default -> wave(px * x + py * y) * wave(px * y - py * x);
            };
            return from[channel] + shade[channel] * (cos * (x - SIDE / 2.0) + sin * (y - SIDE / 2.0)) * 2
                    + depth * pattern;
        };
    }

    /// A triangle wave of period 1 between -1 and 1.
    private static double wave(double t) {
        return 4 * Math.abs(t - Math.floor(t) - 0.5) - 1;
    }

    private void paint(Paper paper, Outline outline) {
        for (int y = first(outline.y, outline.reach); y < last(outline.y, outline.reach); y++) {
            for (int x = first(outline.x, outline.reach); x < last(outline.x, outline.reach); x++) {
                double coverage = Math.clamp(0.5 - outline.distance.applyAsDouble(x + 0.5, y + 0.5), 0.0, 1.0);
                if (coverage > 0) {
                    for (int channel = 0; channel < 3; channel++) {
                        int at = (channel * SIDE + y) * SIDE + x;
                        pixels[at] += coverage * (paper.at(channel, x + 0.5, y + 0.5) - pixels[at]);
                    }
                }
            }
        }
    }

    private static int first(double centre, double reach) {
        return Math.max(0, (int) (centre - reach) - 2);
    }

    private static int last(double centre, double reach) {
        return Math.min(SIDE, (int) (centre + reach) + 3);
    }

    private Tensor developed() {
        double grain = between(0.02, 0.16);
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < bytes.length; i++) {
            double noisy = pixels[i] + grain * bell();
            bytes[i] = (byte) (int) Math.rint(255 * Math.clamp(noisy, 0.0, 1.0));
        }
        return Tensor.ofU8(SHAPE, bytes);
    }

    private double[] colour() {
        return new double[] {unit(), unit(), unit()};
    }

    private double[] colourApartFrom(double[] other) {
        while (true) {
            double[] colour = colour();
            double apart = 0;
            for (int channel = 0; channel < 3; channel++) {
                double difference = colour[channel] - other[channel];
                apart += difference * difference;
            }
            if (apart > 0.27 * 0.27) {
                return colour;
            }
        }
    }

    private int choice(int bound) {
        return (int) (unit() * bound);
    }

    private double between(double low, double high) {
        return low + (high - low) * unit();
    }

    /// Uniform in [0, 1).
    private double unit() {
        return (random.nextLong() >>> 11) * 0x1.0p-53;
    }

    /// Nearly normal with variance 1: the sum of twelve uniform numbers, from the 16-bit parts of three draws.
    private double bell() {
        long sum = 0;
        for (int i = 0; i < 3; i++) {
            long bits = random.nextLong();
            sum += (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        }
        return (sum + 6) / 65536.0 - 6;
    }

    /// Something within `reach` of a centre, and the signed distance to its edge from a point; all in pixels.
    private record Outline(double x, double y, double reach, DoubleBinaryOperator distance) {}

    /// The brightness of a channel at a point; 0 to 1 is shown.
    @FunctionalInterface
    private interface Paper {
        double at(int channel, double x, double y);
    }
}
