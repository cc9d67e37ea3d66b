package kz.qupiya.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Process;

/** All models of the project, read from their files. */
final class Models {

    static final Path PROCESSES = Path.of("processes");
    static final Path FORMS = Path.of("forms");

    private Models() {}

    record Model(Path file, BpmnModelInstance bpmn) {

        Process process() {
            var processes = bpmn.getModelElementsByType(Process.class);
            if (processes.size() != 1) {
                throw new AssertionError(file + " has " + processes.size() + " processes");
            }
            return processes.iterator().next();
        }

        String name() {
            return file.getFileName().toString().replace(".bpmn", "");
        }

        @Override
        public String toString() {
            return name();
        }
    }

    static List<Model> all() {
        var models = files(PROCESSES, ".bpmn").stream()
                .map(file -> new Model(file, Bpmn.readModelFromFile(file.toFile())))
                .toList();
        if (models.size() < 3) {
            throw new AssertionError("only " + models.size() + " models found: the rules would watch nothing");
        }
        return models;
    }

    static List<Path> files(Path root, String suffix) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
