package dev.vernier.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `docs/architecture.md` says of the modules, enforced.
final class ModulesTest {
    private static final JavaClasses VERNIER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.vernier");

    @ParameterizedTest
    @CsvSource({
        "dev.vernier.onnx, dev.vernier.onednn", "dev.vernier.onnx, dev.vernier.witness",
        "dev.vernier.onnx, dev.vernier.tflite", "dev.vernier.tflite, dev.vernier.onnx",
        "dev.vernier.tflite, dev.vernier.onednn", "dev.vernier.tflite, dev.vernier.witness",
        "dev.vernier.onednn, dev.vernier.tflite",
        "dev.vernier.onnx, dev.vernier.keras", "dev.vernier.keras, dev.vernier.onnx",
        "dev.vernier.keras, dev.vernier.onednn", "dev.vernier.keras, dev.vernier.witness",
        "dev.vernier.onednn, dev.vernier.keras", "dev.vernier.witness, dev.vernier.keras",
        "dev.vernier.onednn, dev.vernier.onnx", "dev.vernier.onednn, dev.vernier.witness",
        "dev.vernier.witness, dev.vernier.onednn"
    })
    void modulesDoNotSeeEachOther(String module, String other) {
        noClasses().that().resideInAPackage(module + "..")
                .should().dependOnClassesThat().resideInAPackage(other + "..")
                .allowEmptyShould(true)
                .check(VERNIER);
    }

    /// What stands above formats, engines and witnesses is not seen by them, nor by the audit.
    @Test
    void nothingBelowSeesTheDoor() {
        noClasses().that().resideOutsideOfPackages("dev.vernier", "dev.vernier.inspect", "dev.vernier.speed",
                "dev.vernier.report", "dev.vernier.cli..", "dev.vernier.exam", "dev.vernier.examples")
                .should().dependOnClassesThat().resideInAnyPackage("dev.vernier", "dev.vernier.inspect",
                        "dev.vernier.speed", "dev.vernier.report")
                .check(VERNIER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.vernier.onednn..", "dev.vernier.pairs..", "dev.vernier.onnx..",
        "dev.vernier.tflite..", "dev.vernier.keras..",
        "dev.vernier.witness.."})
    void formatsEnginesAndWitnessesKnowNoAudit(String packages) {
        noClasses().that().resideInAPackage(packages)
                .should().dependOnClassesThat().resideInAnyPackage("dev.vernier.audit..", "dev.vernier.stats..",
                        "dev.vernier.convert..", "dev.vernier.calibrate..")
                .check(VERNIER);
    }

    @Test
    void statisticsStandAlone() {
        noClasses().that().resideInAnyPackage("dev.vernier.stats..", "dev.vernier.timing..")
                .should().dependOnClassesThat(resideInAPackage("dev.vernier..")
                        .and(not(resideInAnyPackage("dev.vernier.stats..", "dev.vernier.timing.."))))
                .check(VERNIER);
    }

    @Test
    void nothingSeesTheCommandLine() {
        noClasses().that().resideOutsideOfPackage("dev.vernier.cli..")
                .should().dependOnClassesThat().resideInAPackage("dev.vernier.cli..")
                .check(VERNIER);
    }

    @ParameterizedTest
    @CsvSource({
        "ai.onnx.proto, onnx", "com.google.protobuf, onnx", "org.tensorflow, tflite", "com.google.flatbuffers, tflite",
        "org.bytedeco.dnnl, onednn", "org.bytedeco.tensorflowlite, witness", "ai.onnxruntime, witness",
        "picocli, cli", "me.tongfei.progressbar, cli", "org.snakeyaml, quant.yaml", "com.twelvemonkeys, data",
        "io.jhdf, keras"
    })
    void eachHeavyLibraryStaysInItsModule(String library, String module) {
        noClasses().that().resideOutsideOfPackage("dev.vernier." + module + "..")
                .should().dependOnClassesThat().resideInAPackage(library + "..")
                .check(VERNIER);
    }

    /// Cards, networks of Keras, what predictions files say of themselves, and answers.
    @Test
    void jsonIsReadAndWrittenInFewPlaces() {
        noClasses().that().resideOutsideOfPackages("dev.vernier.model", "dev.vernier.keras", "dev.vernier.audit",
                "dev.vernier.report")
                .should().dependOnClassesThat().resideInAPackage("tools.jackson..")
                .check(VERNIER);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("dev.vernier.(**)").should().beFreeOfCycles().check(VERNIER);
    }
}
