package dev.vernier.onednn;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// A program that runs the tests of integer operators where oneDNN uses the instructions that are asked for. It says which
/// it uses, how many tests passed, and those that failed.
final class IntegerSuite {
    private IntegerSuite() {}

    public static void main(String[] arguments) {
        String used = OneDnnLibrary.here().instructionSet();
        if (!used.equals(arguments[0])) {
            System.out.println(used);
            return;
        }
        LauncherDiscoveryRequest suite = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(IntegerOpsTest.class), selectClass(CodeFusionTest.class),
                        selectClass(CodingTest.class), selectClass(GoldenLayersTest.class),
                        selectClass(SchemesTest.class), selectClass(GeometriesTest.class),
                        selectClass(CodeProductsTest.class))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(suite, listener);
        TestExecutionSummary summary = listener.getSummary();
        System.out.println(used + ": " + summary.getTestsSucceededCount()
                + " passed, " + summary.getTotalFailureCount() + " failed");
        summary.printFailuresTo(new PrintWriter(System.out, true));
    }
}
