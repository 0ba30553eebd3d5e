package dev.vernier.data;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/// What happens to a sample before the network sees it: one channel of three where it takes grey, resize, crop, channel
/// order, then
///
///     (float32(x * scale) - mean[c]) / std[c]
///
/// with the subtraction and the division in float32, as torchvision's `ToTensor` and `Normalize` do (for `1/255` and a
/// uint8 image the product is the float32 quotient x/255).
///
/// @param scale finite and not 0
/// @param mean one number for all channels, or one per channel in the order that the network takes them
/// @param std the same, none of them 0
/// @param channels which channels of a colour image the network takes, in this order
/// @param layout the order in which the network takes the axes of an image
/// @param resize how images are resized first
/// @param crop which part of the middle is kept then
public record Preprocess(double scale, List<Float> mean, List<Float> std, Channels channels, Layout layout,
        Optional<Resize> resize, Optional<ImageSize> crop) {
    /// The values as they are stored.
    public static final Preprocess RAW = normalize(1, List.of(0f), List.of(1f));
    /// x / 255.
    public static final Preprocess UNIT = normalize(1 / 255.0, List.of(0f), List.of(1f));
    /// (x / 255 - mean) / std, with the mean and standard deviation of ImageNet's channels.
    public static final Preprocess IMAGENET =
            normalize(1 / 255.0, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));
    /// x / 127.5 - 1.
    public static final Preprocess SIGNED = normalize(1 / 127.5, List.of(1f), List.of(1f));

    private static final Map<String, Preprocess> PRESETS =
            Map.of("raw", RAW, "unit", UNIT, "imagenet", IMAGENET, "signed", SIGNED);
    private static final String KEYS = "scale, mean, std, channels, layout, resize, crop";

    public Preprocess {
        if (!Double.isFinite(scale) || scale == 0) {
            throw new IllegalArgumentException("scale = " + scale + ", needed a finite number other than 0");
        }
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        requireFinite("mean", mean, true);
        requireFinite("std", std, false);
        Objects.requireNonNull(channels);
        Objects.requireNonNull(layout);
        Objects.requireNonNull(resize);
        Objects.requireNonNull(crop);
    }

    private static void requireFinite(String key, List<Float> values, boolean zero) {
        if (values.isEmpty() || !values.stream().allMatch(value -> Float.isFinite(value) && (zero || value != 0))) {
            throw new IllegalArgumentException(key + " = " + values + ", needed finite numbers"
                    + (zero ? "" : " other than 0") + ", one or one per channel");
        }
    }

    private static Preprocess normalize(double scale, List<Float> mean, List<Float> std) {
        return new Preprocess(scale, mean, std, Channels.RGB, Layout.NCHW, Optional.empty(), Optional.empty());
    }

    /// Reads a preset (`raw`, `unit`, `imagenet`, `signed`), changes to one (`imagenet,resize=256,crop=224`) or to `raw`
    /// (`scale=1/255,mean=0.5,std=0.25:0.25:0.25,channels=bgr,layout=nhwc`).
    ///
    /// @throws InputException where the text is none of these
    public static Preprocess parse(String text) {
        Preprocess result = RAW;
        String[] words = text.strip().split(" *, *");
        for (int i = 0; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            try {
                if (equals >= 0) {
                    result = result.with(words[i].substring(0, equals), words[i].substring(equals + 1));
                } else if (i == 0 && PRESETS.containsKey(words[i])) {
                    result = PRESETS.get(words[i]);
                } else {
                    throw new IllegalArgumentException(words[i] + ", known: presets "
                            + PRESETS.keySet().stream().sorted().collect(Collectors.joining(", ")) + "; keys " + KEYS);
                }
            } catch (IllegalArgumentException e) {
                throw new InputException("preprocess " + text + ": " + e.getMessage(), e);
            }
        }
        return result;
    }

    private Preprocess with(String key, String value) {
        return switch (key) {
            case "scale" -> new Preprocess(quotient(value), mean, std, channels, layout, resize, crop);
            case "mean" -> new Preprocess(scale, floats(key, value), std, channels, layout, resize, crop);
            case "std" -> new Preprocess(scale, mean, floats(key, value), channels, layout, resize, crop);
            case "channels" -> new Preprocess(scale, mean, std, Channels.parse(value), layout, resize, crop);
            case "layout" -> in(Layout.parse(value));
            case "resize" -> new Preprocess(scale, mean, std, channels, layout, Optional.of(Resize.parse(value)), crop);
            case "crop" ->
                new Preprocess(scale, mean, std, channels, layout, resize, Optional.of(ImageSize.parse(value)));
            default -> throw new IllegalArgumentException(key + " = " + value + ", known: " + KEYS);
        };
    }

    private static double quotient(String text) {
        try {
            int slash = text.indexOf('/');
            return slash < 0
                    ? Double.parseDouble(text)
                    : Double.parseDouble(text.substring(0, slash)) / Double.parseDouble(text.substring(slash + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("scale = " + text + ", needed a number or a quotient such as 1/255", e);
        }
    }

    private static List<Float> floats(String key, String text) {
        try {
            return Arrays.stream(text.split(":", -1)).map(Float::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " = " + text + ", needed numbers such as 0.485:0.456:0.406", e);
        }
    }

    /// Whether values of a type are preprocessed; those of others, such as ids of words, are taken as they are.
    static boolean takes(DType type) {
        return type == DType.F32 || type == DType.U8 || type == DType.I8;
    }

    /// Preprocesses an image `[c, h, w]`, see [#apply(Tensor, Layout)].
    public Tensor apply(Tensor image) {
        return apply(image, Layout.NCHW);
    }

    /// Preprocesses one sample.
    ///
    /// @param image uint8, int8 or float32; an image `[c, h, w]` or `[h, w, c]`, as `stored` says, or an array of another
    ///     rank, which counts as one channel
    /// @return float32, an image in this preprocessing's layout
    /// @throws IllegalArgumentException where the image has not as many channels as `mean`, `std` and `channels` need, is to
    ///     be resized or cropped although it is no uint8 `[c, h, w]`, or is smaller than the crop
    public Tensor apply(Tensor image, Layout stored) {
        Tensor taken = channels == Channels.GRAY ? Gray.of(image, stored) : image;
        Tensor sized = isSized() ? sized(taken, stored) : taken;
        Shape shape = sized.shape();
        boolean isImage = shape.rank() == 3;
        int count = isImage ? Math.max(1, shape.size(stored.channelAxis())) : 1;
        require("mean", mean, count, sized);
        require("std", std, count, sized);
        if (channels == Channels.BGR && count != 3) {
            throw new IllegalArgumentException(
                    "image " + sized.dtype() + shape + ": channels = bgr, needed 3 channels for it");
        }
        int area = sized.size() / count;
        float[] out = new float[sized.size()];
        for (int channel = 0; channel < count; channel++) {
            float centre = mean.get(mean.size() == 1 ? 0 : channel);
            float spread = std.get(std.size() == 1 ? 0 : channel);
            int source = channels == Channels.BGR ? 2 - channel : channel;
            for (int i = 0; i < area; i++) {
                double value = sized.doubleAt(stored == Layout.NCHW ? source * area + i : i * count + source);
                int to = layout == Layout.NCHW ? channel * area + i : i * count + channel;
                out[to] = ((float) (value * scale) - centre) / spread;
            }
        }
        return Tensor.of(isImage ? stored.turned(shape, layout) : shape, out);
    }

    private Tensor sized(Tensor image, Layout stored) {
        if (image.dtype() != DType.U8 || image.shape().rank() != 3 || stored != Layout.NCHW) {
            throw new IllegalArgumentException(
                    "image " + image.dtype() + image.shape() + ", needed u8[c, h, w] to resize or crop");
        }
        Tensor resized = resize.map(to -> to.apply(image)).orElse(image);
        return crop.map(to -> to.centreOf(resized)).orElse(resized);
    }

    private static void require(String key, List<Float> values, int count, Tensor image) {
        if (values.size() != 1 && values.size() != count) {
            throw new IllegalArgumentException("image " + image.dtype() + image.shape() + " has " + count + " channel"
                    + (count == 1 ? "" : "s") + ", needed " + values.size() + " as " + key + " has");
        }
    }

    /// A hash of the text, for fingerprints: the first eight bytes of its SHA-256.
    public long hash() {
        return ContentHash.of(toString(), ByteBuffer.allocate(0));
    }

    /// The text that [#parse] reads: the preset that it builds on, or scale, mean and std, then all that differs.
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(",");
        PRESETS.entrySet().stream().filter(preset -> normalizesAs(preset.getValue())).findFirst().ifPresentOrElse(
                preset -> text.add(preset.getKey()),
                () -> text.add("scale=" + quotient(scale)).add("mean=" + text(mean)).add("std=" + text(std)));
        if (channels != Channels.RGB) {
            text.add("channels=" + channels);
        }
        if (layout != Layout.NCHW) {
            text.add("layout=" + layout);
        }
        resize.ifPresent(to -> text.add("resize=" + to));
        crop.ifPresent(to -> text.add("crop=" + to));
        return text.toString();
    }

    /// Whether images are resized or cropped.
    public boolean isSized() {
        return resize.isPresent() || crop.isPresent();
    }

    /// The same in another layout.
    public Preprocess in(Layout other) {
        return new Preprocess(scale, mean, std, channels, other, resize, crop);
    }

    /// Whether every number stays what it is, whatever becomes of the axes, the channels and the size.
    public boolean keepsValues() {
        return scale == 1 && mean.stream().allMatch(value -> value == 0) && std.stream().allMatch(value -> value == 1);
    }

    /// Whether scale, mean and deviation are the same, whatever becomes of the axes, the channels' order and the size.
    public boolean normalizesAs(Preprocess that) {
        return scale == that.scale && mean.equals(that.mean) && std.equals(that.std);
    }

    private static String quotient(double scale) {
        double divisor = Math.rint(1000 / scale) / 1000;
        return Math.abs(scale) < 1 && 1 / divisor == scale ? "1/" + text(divisor) : text(scale);
    }

    private static String text(List<Float> values) {
        return values.stream().map(value -> text(Double.parseDouble(value.toString())))
                .collect(Collectors.joining(":"));
    }

    private static String text(double value) {
        String text = Double.toString(value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
