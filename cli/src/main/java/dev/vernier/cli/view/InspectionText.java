package dev.vernier.cli.view;

import dev.vernier.audit.Saturation;
import dev.vernier.cli.console.Console;
import dev.vernier.cli.console.Style;
import dev.vernier.cli.job.Inspection;
import dev.vernier.cli.job.SourceModel;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.Node;
import dev.vernier.quant.QParams;
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
    private final Console console;
    private final Style style;

    private InspectionText(Inspection inspection, Console console) {
        this.inspection = inspection;
        this.console = console;
        this.style = console.style();
    }

    /// @param isExplained whether the patches are listed, with their reasons
    public static void say(Inspection inspection, boolean isExplained, Console console) {
        InspectionText text = new InspectionText(inspection, console);
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
        String producer =
                inspection.written().producer().isEmpty() ? "" : ", made by " + inspection.written().producer();
        console.say(style.bold("# " + inspection.file()));
        comment("opset %d, IR version %d%s", inspection.written().opset(), inspection.written().irVersion(), producer);
        comment("inputs %s; outputs %s", graph.inputs().stream().map(input -> input.name() + ": " + input.type())
                .collect(Collectors.joining(", ")),
                graph.outputs().stream().map(name -> name + ": " + inspection.types().get(name))
                        .collect(Collectors.joining(", ")));
        comment("%,d parameters, %,d multiply-adds per sample, %,d nodes", SourceModel.parameters(graph),
                inspection.multiplyAdds(), graph.nodes().size());
        inspection.written().metadata().forEach((key, value) -> {
            if (value.lines().count() == 1) {
                comment("%s: %s", key, value);
            }
        });
        console.say("");
    }

    private void say(String format, Object... values) {
        console.say(String.format(Locale.ROOT, format, values));
    }

    private void comment(String format, Object... values) {
        console.say(style.dim("# " + String.format(Locale.ROOT, format, values).replaceAll("\\p{Cntrl}", "?")));
    }

    /// The lines of the nodes are those between the constants and the last one.
    private void graph() {
        List<String> lines = GraphText.print(inspection.graph()).lines().toList();
        int first = lines.size() - 1 - inspection.graph().nodes().size();
        lines.subList(0, first).forEach(console::say);
        Iterator<Node> nodes = inspection.graph().nodes().iterator();
        for (String line : lines.subList(first, lines.size() - 1)) {
            console.say(line + style.dim("  # " + nodes.next().outputs().stream().filter(name -> !name.isEmpty())
                    .map(name -> inspection.types().get(name).toString()).collect(Collectors.joining(", "))));
        }
        console.say(lines.getLast());
    }

    private void parameters() {
        if (!inspection.quantization().isEmpty()) {
            console.say("");
            console.say(style.bold("# quantization"));
            inspection.quantization().parameters().forEach((name, params) -> console.say(name + ": " + text(params)));
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
        console.say("");
        String layers = saturation.possible().size() + " of " + saturation.layers().size() + " layers";
        console.say(style.bold(inspection.split().isEmpty()
                ? "# on CPUs without VNNI " + layers + " could saturate"
                : "# this CPU has no VNNI: " + layers + " could saturate; "
                        + inspection.split().size() + " are computed exactly by other kernels, which are slower"));
        saturation.possible()
                .forEach(layer -> say("%s: %d of %d output channels, pairs of up to %,d; int16 holds 32,767",
                        layer.name(), layer.possible(), layer.channels(), layer.largestPair()));
    }

    private void patches() {
        console.say("");
        console.say(style.bold("# " + inspection.patches().size() + " patches"));
        for (int i = 0; i < inspection.patches().size(); i++) {
            console.say(String.format(Locale.ROOT, "%4d  %s: %s", i + 1, inspection.patches().get(i).rule(),
                    inspection.patches().get(i).reason()));
        }
    }
}
