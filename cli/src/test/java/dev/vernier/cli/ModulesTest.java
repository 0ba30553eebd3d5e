package dev.vernier.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `docs/architecture.md` says of the modules, enforced.
final class ModulesTest {
    private static final JavaClasses VERNIER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.vernier");

    @ParameterizedTest
    @CsvSource({
        "dev.vernier.onnx, dev.vernier.onednn", "dev.vernier.onnx, dev.vernier.witness",
        "dev.vernier.onednn, dev.vernier.onnx", "dev.vernier.onednn, dev.vernier.witness",
        "dev.vernier.witness, dev.vernier.onednn"
    })
    void modulesDoNotSeeEachOther(String module, String other) {
        noClasses().that().resideInAPackage(module + "..")
                .should().dependOnClassesThat().resideInAPackage(other + "..")
                .allowEmptyShould(true)
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
        "ai.onnx.proto, onnx", "com.google.protobuf, onnx", "org.bytedeco, onednn", "ai.onnxruntime, witness",
        "picocli, cli", "me.tongfei.progressbar, cli", "tools.jackson, cli", "org.snakeyaml, quant.yaml"
    })
    void eachHeavyLibraryStaysInItsModule(String library, String module) {
        noClasses().that().resideOutsideOfPackage("dev.vernier." + module + "..")
                .should().dependOnClassesThat().resideInAPackage(library + "..")
                .check(VERNIER);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("dev.vernier.(**)").should().beFreeOfCycles().check(VERNIER);
    }
}
