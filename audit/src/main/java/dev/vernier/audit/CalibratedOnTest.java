package dev.vernier.audit;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.calibrate.SampleIds;
import dev.vernier.convert.Int8;
import dev.vernier.tensor.Counted;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A calibration that saw the samples that its model is judged by, known by what they hold.
final class CalibratedOnTest {
    /// One of so many calibration samples may happen to be among the others, as data sets hold some twice.
    private static final int ONE_IN = 100;

    private CalibratedOnTest() {}

    /// @param evaluated the samples that the ladder was climbed with
    static List<Finding> findings(Int8 int8, SampleIds evaluated) {
        int n = int8.calibration().n();
        int both = int8.calibration().samples().overlap(evaluated);
        return (long) both * ONE_IN <= n ? List.of()
                : List.of(new Finding(FindingId.CALIBRATED_ON_TEST, Finding.Severity.WARNING, Optional.empty(),
                        String.format(Locale.ROOT,
                                "%,d of %s (%s) %s among the %,d that are evaluated", both,
                                new Counted(n, "calibration sample"),
                                int8.data(), both == 1 ? "is" : "are", evaluated.size()),
                        String.format(Locale.ROOT, "content hashes in both = %,d", both), Optional.empty(),
                        Optional.of(
                                "calibrate on other samples, so that int8 is judged by what its ranges do not know"))
                        .withNumbers(Numbers.of("both", both).and("calibration", n).and("evaluation",
                                evaluated.size())));
    }
}
