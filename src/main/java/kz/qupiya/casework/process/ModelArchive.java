package kz.qupiya.casework.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import kz.qupiya.casefile.ElementWords;
import kz.qupiya.casefile.StoryFacts.ModelText;
import kz.qupiya.casework.ProcessModels;
import kz.qupiya.engine.EngineAccess;
import kz.qupiya.engine.ModelDigest;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps every deployed model by its digest. Stored at each start, since only a start deploys; what is there stays. */
@Component
class ModelArchive implements ProcessModels, ElementWords, ApplicationRunner {

    private final JdbcClient jdbc;
    private final RepositoryService models;
    private final EngineAccess access;
    private final Clock clock;

    /** A model never changes under its digest, nor under the id of its definition. */
    private final Map<String, ModelText> texts = new ConcurrentHashMap<>();

    private final Map<String, String> digests = new ConcurrentHashMap<>();

    /** By process; another one comes with another start only. */
    private final Map<String, String> newest = new ConcurrentHashMap<>();

    ModelArchive(JdbcClient jdbc, @Lazy RepositoryService models, EngineAccess access, Clock clock) {
        this.jdbc = jdbc;
        this.models = models;
        this.access = access;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        access.asSystem(() -> models.createProcessDefinitionQuery().list().forEach(definition -> {
            var xml = deployed(definition.getId());
            jdbc.sql(
                            """
                            insert into qupiya.process_model (digest, process, xml, stored_at) values (?, ?, ?, ?)
                            on conflict (digest) do nothing""")
                    .params(
                            ModelDigest.of(xml),
                            definition.getKey(),
                            new String(xml, StandardCharsets.UTF_8),
                            Timestamp.from(clock.instant()))
                    .update();
        }));
    }

    @Override
    public Optional<String> xml(String digest) {
        return jdbc.sql("select xml from qupiya.process_model where digest = ?")
                .param(digest)
                .query(String.class)
                .optional();
    }

    /** The texts of a model in the reader's language. */
    Optional<ModelText> text(String digest, Locale locale) {
        var key = digest + "/" + locale.getLanguage();
        var known = texts.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        var read = xml(digest).map(xml -> read(xml, locale.getLanguage()));
        read.ifPresent(text -> texts.put(key, text));
        return read;
    }

    /** The texts of a deployed definition. */
    Optional<ModelText> ofDefinition(String definitionId, Locale locale) {
        var digest = digests.computeIfAbsent(definitionId, id -> ModelDigest.of(deployed(id)));
        return text(digest, locale);
    }

    @Override
    public Optional<String> of(String process, String element, Locale locale) {
        var digest = newest.get(process);
        if (digest == null) {
            digest = jdbc.sql(
                            "select digest from qupiya.process_model where process = ? order by stored_at desc limit 1")
                    .param(process)
                    .query(String.class)
                    .optional()
                    .orElse(null);
            if (digest == null) {
                return Optional.empty();
            }
            newest.put(process, digest);
        }
        return text(digest, locale).map(text -> text.elements().get(element));
    }

    private byte[] deployed(String definitionId) {
        try (var xml = models.getProcessModel(definitionId)) {
            return xml.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModelText read(String xml, String language) {
        var model = Bpmn.readModelFromStream(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        var names = new HashMap<String, String>();
        for (var element : model.getModelElementsByType(FlowElement.class)) {
            var name = ElementNames.in(language, element).orElse(element.getName());
            if (name != null && !name.isBlank()) {
                names.put(element.getId(), name);
            }
        }
        var process = model.getModelElementsByType(Process.class).iterator().next();
        return new ModelText(ElementNames.in(language, process).orElse(process.getName()), Map.copyOf(names));
    }
}
