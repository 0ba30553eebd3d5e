package dev.vernier.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What `docs/architecture.md` says of packages, enforced.
final class ArchitectureTest {
    private static final String ROOT = "dev.vernier.";
    private static final JavaClasses VERNIER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.vernier");

    /// The packages that each package may use.
    private static final Map<String, String[]> USES = new TreeMap<>(Map.ofEntries(
            Map.entry("tensor", packages()),
            Map.entry("graph.op", packages("tensor")),
            Map.entry("graph", packages("tensor", "graph.op")),
            Map.entry("pass", packages("tensor", "graph.op", "graph")),
            Map.entry("run", packages("tensor", "graph.op", "graph")),
            Map.entry("file", packages("tensor")),
            Map.entry("stats", packages()),
            Map.entry("timing", packages()),
            Map.entry("quant", packages("tensor", "graph.op", "graph", "pass")),
            Map.entry("quant.yaml", packages("tensor", "quant")),
            Map.entry("data", packages("tensor", "file")),
            Map.entry("calibrate", packages("tensor", "graph.op", "graph", "quant", "data", "run", "file")),
            Map.entry("model", packages("tensor", "graph.op", "graph", "pass", "file", "quant", "data")),
            Map.entry("convert",
                    packages("tensor", "graph.op", "graph", "pass", "run", "file", "quant", "data", "calibrate",
                            "model")),
            Map.entry("audit.finding", packages("tensor", "stats")),
            Map.entry("audit.ladder", packages("tensor", "graph", "run", "stats", "data", "model")),
            Map.entry("audit.metric",
                    packages("tensor", "graph.op", "graph", "run", "stats", "data", "model", "audit.ladder",
                            "audit.error")),
            Map.entry("audit.error",
                    packages("tensor", "graph.op", "graph", "run", "quant", "data", "calibrate", "audit.finding")),
            Map.entry("audit.cause",
                    packages("tensor", "graph.op", "graph", "stats", "quant", "run", "calibrate", "audit.finding",
                            "audit.ladder", "audit.error")),
            Map.entry("audit.experiment",
                    packages("tensor", "graph.op", "graph", "stats", "quant", "data", "audit.finding", "audit.ladder",
                            "audit.error", "audit.cause")),
            Map.entry("audit",
                    packages("tensor", "graph.op", "graph", "pass", "run", "file", "stats", "quant", "data",
                            "calibrate", "model", "convert", "audit.finding", "audit.ladder", "audit.error",
                            "audit.cause", "audit.experiment", "audit.metric")),
            Map.entry("onnx", packages("tensor", "graph.op", "graph", "file", "quant", "model")),
            Map.entry("tflite",
                    packages("tensor", "graph.op", "graph", "pass", "file", "quant", "data", "model")),
            Map.entry("keras", packages("tensor", "graph.op", "graph", "quant", "data", "model")),
            Map.entry("pairs", packages("run")),
            Map.entry("onednn", packages("tensor", "graph.op", "graph", "run", "pairs")),
            Map.entry("witness", packages("tensor", "graph.op", "graph", "run", "file", "onnx"))));

    private static String[] packages(String... names) {
        return Stream.of(names).map(ROOT::concat).toArray(String[]::new);
    }

    @TestFactory
    Stream<DynamicTest> eachPackageUsesOnlyThoseBelowIt() {
        return USES.entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
            String self = ROOT + entry.getKey();
            noClasses().that().resideInAPackage(self)
                    .should().dependOnClassesThat(resideInAPackage("dev.vernier..")
                            .and(not(resideInAPackage(self)))
                            .and(not(resideInAnyPackage(entry.getValue()))))
                    .allowEmptyShould(true)
                    .check(VERNIER);
        }));
    }

    @Test
    void everyPackageIsNamedHere() {
        classes().that().resideOutsideOfPackages("dev.vernier", "dev.vernier.inspect", "dev.vernier.speed",
                "dev.vernier.report", "dev.vernier.cli..")
                .should().resideInAnyPackage(packages(USES.keySet().toArray(String[]::new))).check(VERNIER);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("dev.vernier.(**)").should().beFreeOfCycles().check(VERNIER);
    }

    @Test
    void nothingIsFoundByReflectionOrServiceLoader() {
        noClasses().should().dependOnClassesThat().resideInAPackage("java.lang.reflect")
                .orShould().dependOnClassesThat().areAssignableTo(ServiceLoader.class)
                .orShould().callMethod(Class.class, "forName", String.class)
                .check(VERNIER);
    }

    @Test
    void noStaticFieldIsReassigned() {
        fields().that().areStatic().should().beFinal().check(VERNIER);
    }

    @Test
    void noRecordHoldsABareArray() {
        noFields().that().areDeclaredInClassesThat().areRecords()
                .and(describe("are components", field -> !field.getModifiers().contains(JavaModifier.STATIC)))
                .should().haveRawType(describe("an array", JavaClass::isArray))
                .check(VERNIER);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses().should().haveNameMatching(".*(Impl|Base|Manager|Helper|Helpers|Util|Utils)").check(VERNIER);
    }
}
