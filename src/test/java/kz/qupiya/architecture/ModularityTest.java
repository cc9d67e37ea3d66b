package kz.qupiya.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import kz.qupiya.QupiyaApplication;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

@DisplayName("The modules")
class ModularityTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("kz.qupiya");

    @Test
    @DisplayName("see each other's root package only, without cycles")
    void modules() {
        var modules = ApplicationModules.of(QupiyaApplication.class);
        assertThat(modules.stream().count()).isGreaterThan(10);
        modules.verify();
    }

    @Test
    @DisplayName("know the engine only at the edge")
    void engineAtTheEdge() {
        assertThat(CLASSES.size()).isGreaterThan(200);
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackages(
                        "kz.qupiya",
                        "kz.qupiya.*.process..",
                        "kz.qupiya.engine..",
                        "kz.qupiya.oversight..",
                        "kz.qupiya.security..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.camunda..")
                .check(CLASSES);
    }

    @Test
    @DisplayName("never ask the machine for the time: there is one clock")
    void oneClock() {
        ArchRuleDefinition.noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(java.time.OffsetDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .check(CLASSES);
    }
}
