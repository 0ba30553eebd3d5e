package dev.vernier.examples;

import dev.vernier.DemoNetwork;
import dev.vernier.Vernier;
import dev.vernier.audit.Audit;
import dev.vernier.audit.finding.Finding;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Dataset;
import dev.vernier.data.Listener;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Progress;
import dev.vernier.data.Sample;
import dev.vernier.data.Samples;
import dev.vernier.model.Model;
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.quant.QConfig;
import dev.vernier.report.Report;
import dev.vernier.run.Engine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import dev.vernier.stats.Verdict;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Quantizes the network that comes with Vernier, audits it and writes a report.
/// [Its page](../../../../../../../docs/library.md) explains each step.
public final class AuditModel {
    private AuditModel() {}

    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: AuditModel FOLDER, an empty one");
            System.exit(2);
        }
        run(Path.of(args[0]), 400);
    }

    static Audit run(Path folder, int count) {
        Model model = Vernier.standard().read(DemoNetwork.unpack(folder));
        Preprocess preprocess = model.preprocess(Optional.empty());
        Samples calibration = Samples.of("shapes:train", preprocess).first(count);
        Samples test = Samples.of("shapes:test", preprocess).first(count);
        return audit(folder.resolve("shapes-resnet8.onnx"), calibration, test, folder.resolve("int8.onnx"),
                folder.resolve("report.html"));
    }

    static Audit audit(Path file, Samples calibration, Samples test, Path int8File, Path page) {
        Vernier vernier = Vernier.standard();
        Model model = vernier.read(file);
        Model int8 = vernier.quantize(model, QConfig.X86, calibration);
        vernier.write(int8, int8File);
        Audit audit = vernier.audit(model, vernier.read(int8File), test);
        System.out.println(audit.conclusion());
        for (Finding finding : audit.findings()) {
            System.out.println(finding.severity() + " " + finding.id() + ": " + finding.text());
            finding.remedy().ifPresent(System.out::println);
        }
        Report.html(audit, page);
        return audit;
    }

    /// The first samples of the generated shapes, held in memory as a program's own would be.
    static Samples inMemory(int count, Preprocess preprocess) {
        Dataset shapes = DataSpec.parse("shapes:test").open();
        List<Sample> own = IntStream.range(0, count)
                .mapToObj(i -> new Sample(shapes.sample(i).image(), shapes.sample(i).label()))
                .toList();
        return new Samples(Dataset.of("mine", own), preprocess);
    }

    /// Tells when work begins and ends.
    static final class Spoken implements Listener {
        @Override
        public <T> T during(String task, String unit, long total, Function<Progress, T> work) {
            System.err.println(task + ", " + total + " " + unit);
            return work.apply((done, all) -> System.err.println(done + " of " + all));
        }

        @Override
        public void note(String line) {
            System.err.println(line);
        }

        @Override
        public void warn(String line) {
            System.err.println("warning: " + line);
        }
    }

    /// The scores of the integer form of a quantized model for the first samples.
    static Tensor scores(Model int8, Samples samples, int count) {
        Engine engine = new OneDnnEngine();
        try (Session session = engine.open(int8.quantized().integer(), new SessionOptions(count, Set.of()))) {
            Tensor x = samples.loader().load(0, count).x();
            return session.run(Map.of(int8.input().name(), x)).get(int8.graph().outputs().getFirst());
        }
    }

    /// What two runs on the same samples show, whatever made them.
    static String compare(int[] before, int[] after, int[] labels) {
        Paired paired = Paired.of(Predictions.of(before, labels), Predictions.of(after, labels));
        System.out.println(paired.lost() + " lost, " + paired.gained() + " gained, p = " + paired.p());
        System.out.println(paired.interval().low() + " to " + paired.interval().high() + " points");
        return Verdict.of("int8", paired).text();
    }
}
