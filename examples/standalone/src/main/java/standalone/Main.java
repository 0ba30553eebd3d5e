package standalone;

import dev.vernier.DemoNetwork;
import dev.vernier.Vernier;
import dev.vernier.audit.Audit;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Samples;
import dev.vernier.model.Model;
import dev.vernier.quant.QConfig;
import dev.vernier.report.Report;
import java.nio.file.Path;
import java.util.Optional;

/// Quantizes the network that comes with Vernier, audits it with all causes, and writes `report.html`.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        Vernier vernier = Vernier.standard();
        Model model = vernier.read(DemoNetwork.unpack(folder));
        Preprocess preprocess = model.preprocess(Optional.empty());
        Model int8 = vernier.quantize(model, QConfig.X86, Samples.of("shapes:train", preprocess).first(256));
        Audit audit = vernier.audit(model, int8, Samples.of("shapes:test", preprocess).first(500));
        System.out.println(audit.conclusion());
        Report.html(audit, folder.resolve("report.html"));
    }
}
