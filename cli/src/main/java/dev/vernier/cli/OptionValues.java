package dev.vernier.cli;

import dev.vernier.EngineName;
import dev.vernier.audit.Mode;
import dev.vernier.audit.RecordedFile;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.ladder.DeployedForm;
import dev.vernier.audit.ladder.RungId;
import dev.vernier.convert.Shard;
import dev.vernier.data.Augment;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Layout;
import dev.vernier.data.Preprocess;
import dev.vernier.model.Metric;
import dev.vernier.model.NamedShape;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.RangeRule;
import dev.vernier.quant.yaml.QConfigFile;
import dev.vernier.speed.PeerName;
import dev.vernier.stats.Figure;
import dev.vernier.tensor.InputException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;

/// How the words behind options become values. Each refusal is an [InputException] that says what is known.
final class OptionValues {
    private OptionValues() {}

    static void register(CommandLine root) {
        root.registerConverter(Integer.class, OptionValues::count)
                .registerConverter(Long.class, OptionValues::whole)
                .registerConverter(Double.class, OptionValues::points)
                .registerConverter(Path.class, OptionValues::path)
                .registerConverter(Augment.class, word -> Augment.parse(word).getFirst())
                .registerConverter(NamedShape.class, NamedShape::parse)
                .registerConverter(DataSpec.class, DataSpec::parse)
                .registerConverter(Layout.class, word -> InputException.given(() -> Layout.parse(word)))
                .registerConverter(Preprocess.class, Preprocess::parse)
                .registerConverter(QConfig.class, QConfigFile::of)
                .registerConverter(EngineName.class, EngineName::parse)
                .registerConverter(Mode.class, Mode::parse)
                .registerConverter(Metric.class, Metric::parse)
                .registerConverter(PeerName.class, PeerName::parse)
                .registerConverter(Figure.class, text -> InputException.given(() -> Figure.parse(text)))
                .registerConverter(FindingId.class, FindingId::parse)
                .registerConverter(RecordedFile.class, RecordedFile::parse)
                .registerConverter(Shard.class, Shard::parse)
                .registerConverter(RungId.class, DeployedForm::parse)
                .registerConverter(RangeRule.class, RangeRule::parse);
    }

    private static Integer count(String text) {
        try {
            int value = Integer.parseInt(text);
            if (value >= 1) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // falls through to the one message below
        }
        throw new InputException(text + ", needed a whole number from 1 to " + Integer.MAX_VALUE);
    }

    private static Long whole(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new InputException(text + ", needed a whole number", notANumber);
        }
    }

    /// A whole number from 0 on.
    static final class CountFromZero implements CommandLine.ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return text.equals("0") ? 0 : count(text);
        }
    }

    /// Points of accuracy.
    private static Double points(String text) {
        try {
            double points = Double.parseDouble(text);
            if (points >= 0 && points <= 100) {
                return points;
            }
        } catch (NumberFormatException notANumber) {
            // falls through to the one message below
        }
        throw new InputException(text + ", needed points of accuracy from 0 to 100");
    }

    private static Path path(String text) {
        try {
            if (!text.isBlank()) {
                return Path.of(text);
            }
        } catch (InvalidPathException unusable) {
            throw new InputException(unusable.getMessage() + ", needed a path", unusable);
        }
        throw new InputException("an empty path, needed one");
    }
}
