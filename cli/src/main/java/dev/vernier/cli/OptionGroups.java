package dev.vernier.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/// The options of a command's help under headings, those that everyone needs first.
final class OptionGroups implements IHelpSectionRenderer {
    private static final String REST = "More";
    private static final List<Group> GROUPS = List.of(
            new Group("Needed by everyone", "--data", "--out", "--preprocess", "--report", "--accuracy", "--n"),
            new Group("Samples and input", "--limit", "--layout", "--input-shape", "--output", "--metric", "--shard",
                    "--seed"),
            new Group("Quantization", "--qconfig", "--range", "--reduce-range", "--mode", "--no-eval", "--int8-io"),
            new Group("Calibration", "--calibration-data", "--calibrate", "--calibration", "--merge", "--resume",
                    "--augment", "--loader-workers", "--allow-uncalibrated"),
            new Group("Engine and speed", "--engine", "--against", "--exact-witness", "--emulate-saturation", "--batch",
                    "--threads", "--sessions", "--profile", "--seconds"),
            new Group("Gates and margins", "--max-drop", "--gate", "--margin", "--baseline", "--classes"),
            new Group("Answers", "--json", "--predictions", "--raw", "--explain"));

    /// @param options their longest names
    private record Group(String title, List<String> options) {
        Group(String title, String... options) {
            this(title, List.of(options));
        }
    }

    @Override
    public String render(Help help) {
        Map<String, List<OptionSpec>> shown = new LinkedHashMap<>();
        GROUPS.forEach(group -> shown.put(group.title, new ArrayList<>()));
        shown.put(REST, new ArrayList<>());
        List<OptionSpec> options =
                help.commandSpec().options().stream().filter(option -> !option.hidden()).toList();
        options.forEach(option -> shown.get(title(option)).add(option));
        StringBuilder text = new StringBuilder();
        shown.forEach((title, members) -> text.append(section(help, title, options, members)));
        return text.toString();
    }

    private static String title(OptionSpec option) {
        return GROUPS.stream().filter(group -> group.options.contains(option.longestName())).map(Group::title)
                .findFirst().orElse(REST);
    }

    private static String section(Help help, String group, List<OptionSpec> all, List<OptionSpec> members) {
        if (members.isEmpty()) {
            return "";
        }
        Help.Layout layout = help.createDefaultLayout(all, List.of(), help.colorScheme());
        layout.addOptions(members, help.createDefaultParamLabelRenderer());
        return help.createHeading("%n" + group + ":%n") + layout;
    }
}
