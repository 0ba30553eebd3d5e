package dev.vernier;

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

/// What `docs/architecture.md` says of core's packages, enforced.
final class ArchitectureTest {
    private static final String ROOT = "dev.vernier.";
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.vernier");

    /// The packages that each package may use.
    private static final Map<String, String[]> USES = new TreeMap<>(Map.ofEntries(
            Map.entry("tensor", packages()),
            Map.entry("graph.op", packages("tensor")),
            Map.entry("graph", packages("tensor", "graph.op")),
            Map.entry("pass", packages("tensor", "graph.op", "graph")),
            Map.entry("quant", packages("tensor", "graph.op", "graph", "pass")),
            Map.entry("data", packages("tensor")),
            Map.entry("run", packages("tensor", "graph.op", "graph")),
            Map.entry("calibrate", packages("tensor", "graph.op", "graph", "quant", "data", "run")),
            Map.entry("audit", packages("tensor", "graph.op", "graph", "pass", "quant", "data", "run", "calibrate")),
            Map.entry("audit.cause", packages("tensor", "graph.op", "graph", "quant", "run", "calibrate", "audit")),
            Map.entry("audit.experiment",
                    packages("tensor", "graph.op", "graph", "quant", "data", "audit", "audit.cause"))));

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
                    .check(CORE);
        }));
    }

    @Test
    void everyPackageIsNamedHere() {
        classes().should().resideInAnyPackage(packages(USES.keySet().toArray(String[]::new))).check(CORE);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("dev.vernier.(**)").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void nothingIsFoundByReflectionOrServiceLoader() {
        noClasses().should().dependOnClassesThat().resideInAPackage("java.lang.reflect")
                .orShould().dependOnClassesThat().areAssignableTo(ServiceLoader.class)
                .orShould().callMethod(Class.class, "forName", String.class)
                .check(CORE);
    }

    @Test
    void noStaticFieldIsReassigned() {
        fields().that().areStatic().should().beFinal().check(CORE);
    }

    @Test
    void noRecordHoldsABareArray() {
        noFields().that().areDeclaredInClassesThat().areRecords()
                .and(describe("are components", field -> !field.getModifiers().contains(JavaModifier.STATIC)))
                .should().haveRawType(describe("an array", JavaClass::isArray))
                .check(CORE);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses().should().haveNameMatching(".*(Impl|Base|Manager|Helper|Helpers|Util|Utils)").check(CORE);
    }
}
