package dev.vernier.report;

import dev.vernier.audit.error.Saturation;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.Node;
import dev.vernier.inspect.Inspection;
import dev.vernier.model.FileForm;
import dev.vernier.model.Model;
import dev.vernier.quant.QParams;
import dev.vernier.tensor.Counted;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// An [Inspection] for people: a head, the graph in its text form with the type of what each node makes behind it, and a
/// quantized model's parameters.
public final class InspectionText {
    private final Inspection inspection;
    private final Lines lines;
    private final Style style;

    private InspectionText(Inspection inspection, Lines lines) {
        this.inspection = inspection;
        this.lines = lines;
        this.style = lines.style();
    }

    /// @param isExplained whether the patches are listed, with their reasons
    public static void say(Inspection inspection, boolean isExplained, Lines lines) {
        InspectionText text = new InspectionText(inspection, lines);
        text.head();
        text.graph();
        text.parameters();
        inspection.saturation().ifPresent(text::saturation);
        if (isExplained) {
            text.patches();
        }
    }

    private void head() {
        Graph graph = inspection.graph();
        FileForm.Origin origin = inspection.written().origin();
        String producer = origin.producer().isEmpty() ? "" : "made by " + origin.producer();
        lines.say(style.bold("# " + inspection.file()));
        if (origin.opset().isPresent()) {
            comment("opset %d, IR version %d%s", origin.opset().getAsInt(), origin.irVersion().orElse(0),
                    producer.isEmpty() ? "" : ", " + producer);
        } else if (!producer.isEmpty()) {
            comment("%s", producer);
        }
        comment("inputs %s; outputs %s", graph.inputs().stream().map(input -> input.name() + ": " + input.type())
                .collect(Collectors.joining(", ")),
                graph.outputs().stream().map(name -> name + ": " + inspection.types().get(name))
                        .collect(Collectors.joining(", ")));
        comment("%,d parameters, %,d multiply-adds per sample, %s", Model.parameters(graph),
                inspection.multiplyAdds(), new Counted(graph.nodes().size(), "node"));
        inspection.written().written().notes().forEach((key, value) -> {
            if (value.lines().count() == 1) {
                comment("%s: %s", key, value);
            }
        });
        lines.say("");
    }

    private void say(String format, Object... values) {
        lines.say(String.format(Locale.ROOT, format, values));
    }

    private void comment(String format, Object... values) {
        lines.say(style.dim("# " + String.format(Locale.ROOT, format, values).replaceAll("\\p{Cntrl}", "?")));
    }

    /// The lines of the nodes are those between the constants and the last one.
    private void graph() {
        List<String> text = GraphText.print(inspection.graph()).lines().toList();
        int first = text.size() - 1 - inspection.graph().nodes().size();
        text.subList(0, first).forEach(lines::say);
        Iterator<Node> nodes = inspection.graph().nodes().iterator();
        for (String line : text.subList(first, text.size() - 1)) {
            lines.say(line + style.dim("  # " + nodes.next().outputs().stream().filter(name -> !name.isEmpty())
                    .map(name -> inspection.types().get(name).toString()).collect(Collectors.joining(", "))));
        }
        lines.say(text.getLast());
    }

    private void parameters() {
        if (!inspection.quantization().isEmpty()) {
            lines.say("");
            lines.say(style.bold("# quantization"));
            inspection.quantization().parameters().forEach((name, params) -> lines.say(name + ": " + text(params)));
        }
    }

    private static String text(QParams params) {
        return params.codes() + ", scale " + text(params.scale()) + ", zero point " + text(params.zeroPoint())
                + (params.axis().isPresent() ? ", per channel along axis " + params.axis().getAsInt() : "");
    }

    /// One value, or the smallest and the largest of several.
    private static String text(Tensor values) {
        double[] all = new double[values.size()];
        Arrays.setAll(all, values::doubleAt);
        double low = Arrays.stream(all).min().orElse(Double.NaN);
        double high = Arrays.stream(all).max().orElse(Double.NaN);
        return low == high ? number(low) : number(low) + " to " + number(high);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Float.toString((float) value);
    }

    private void saturation(Saturation saturation) {
        lines.say("");
        String layers = saturation.possible().size() + " of " + new Counted(saturation.layers().size(), "layer");
        lines.say(style.bold(inspection.split().isEmpty()
                ? "# on CPUs without VNNI " + layers + " could saturate"
                : "# this CPU has no VNNI: " + layers + " could saturate; "
                        + inspection.split().size() + (inspection.split().size() == 1 ? " is" : " are")
                        + " computed exactly by other kernels, which are slower"));
        saturation.possible()
                .forEach(layer -> say("%s: %d of %d output channels, pairs of up to %,d; int16 holds 32,767",
                        layer.name(), layer.possible(), layer.channels(), layer.largestPair()));
    }

    private void patches() {
        lines.say("");
        lines.say(style.bold("# " + new Counted(inspection.patches().size(), "patch")));
        for (int i = 0; i < inspection.patches().size(); i++) {
            lines.say(String.format(Locale.ROOT, "%4d  %s: %s", i + 1, inspection.patches().get(i).rule(),
                    inspection.patches().get(i).reason()));
        }
    }
}
