package kz.qupiya.casefile;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import kz.qupiya.security.Caller;
import org.jspecify.annotations.Nullable;

/** What the engine adds to the story of a case while it runs; implemented over the engine. Nobody's data, but the names of staff. */
public interface StoryFacts {

    /** The open tasks of a case, the one that is due first at the top. */
    List<OpenTask> tasks(CaseFile caseFile, Caller reader, Locale locale);

    /** The steps of a case whose last try failed. */
    List<FailedStep> failures(CaseFile caseFile, Locale locale);

    /** A model in the reader's language; also one that the engine no longer has. */
    Optional<ModelText> model(String digest, Locale locale);

    /**
     * An open task.
     *
     * @param name         what is to be done, in the reader's language
     * @param element      its id in the model
     * @param assigneeName name of the one who has it
     * @param claimable    whether nobody has it and the reader may claim it
     * @param unclaimed    whether nobody has it, past half of its term
     */
    record OpenTask(
            String id,
            String name,
            String element,
            @Nullable String assignee,
            @Nullable String assigneeName,
            Instant createdAt,
            @Nullable Instant dueAt,
            boolean claimable,
            boolean unclaimed) {}

    /**
     * A step that failed.
     *
     * @param id          id of the engine's job
     * @param instance    process instance that it belongs to
     * @param element     its id in the model
     * @param step        its name in the reader's language
     * @param failedAt    when it failed last, as far as the engine's history still tells
     * @param retriesLeft how often it will be tried by itself; 0 for a step that stands still
     * @param code        code of what went wrong
     */
    record FailedStep(
            String id,
            String instance,
            String element,
            String step,
            @Nullable Instant failedAt,
            int retriesLeft,
            String code) {}

    /**
     * The texts of a model.
     *
     * @param name     name of the process
     * @param elements names of its flow nodes and sequence flows, as far as they have one
     */
    record ModelText(String name, Map<String, String> elements) {}
}
