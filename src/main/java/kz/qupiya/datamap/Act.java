package kz.qupiya.datamap;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * An act on the data of a person, without any personal data.
 *
 * @param purposes what a {@link ActKind#STOP} ends the use for; empty for the other kinds
 * @param digest SHA-256 (hex) over the canonical content of the preview; an approval is bound to it
 * @param mapVersion the data map it was prepared by
 * @param items of the preview: what will become of every field; nothing about systems that are done by hand
 * @param systems the systems in which it is done
 * @param ambiguous whether only weak identifiers were given and they lead to more than one person
 * @param otherPeople how many other people share a weak identifier with the person and are left alone
 * @param continues the completed destruction whose kept data this one destroys, under its authority and approval
 */
public record Act(
        UUID id,
        OperatorKey operator,
        UUID caseId,
        ActKind kind,
        Set<Purpose> purposes,
        ActState state,
        String digest,
        String mapVersion,
        List<ActItem> items,
        List<ActSystem> systems,
        boolean ambiguous,
        int otherPeople,
        String preparedBy,
        Instant preparedAt,
        @Nullable String approvedBy,
        @Nullable Instant approvedAt,
        @Nullable Instant completedAt,
        @Nullable UUID continues) {

    public Act {
        purposes = Set.copyOf(purposes);
        items = List.copyOf(items);
        systems = List.copyOf(systems);
    }

    /** Its state in one system. */
    public Optional<ActSystem> system(String key) {
        return systems.stream().filter(s -> s.system().equals(key)).findFirst();
    }

    /** Whether the preview looked into every system it could look into. */
    public boolean previewComplete() {
        return systems.stream().allMatch(s -> s.previewError() == null);
    }

    /** Items that stay with ground and date, after the run if it ran, else of the preview: what the letter to the subject has to say. */
    public List<ActItem> kept() {
        var ran = systems.stream().flatMap(s -> s.items().stream()).toList();
        return (ran.isEmpty() ? items : ran).stream().filter(ActItem::kept).toList();
    }

    /**
     * The act in one system.
     *
     * @param previewError code of why the preview could not look into it
     * @param error code of the last failure
     * @param attempts how often it was tried
     * @param items what became of every field, once done
     * @param evidence counts and hashes of the proof, once proved
     * @param doneBy who did it by hand
     * @param proofDocument document of the case that proves what was done by hand
     */
    public record ActSystem(
            String system,
            Connector connector,
            SystemState state,
            @Nullable String previewError,
            @Nullable String error,
            int attempts,
            List<ActItem> items,
            Map<String, String> evidence,
            @Nullable String doneBy,
            @Nullable UUID proofDocument,
            @Nullable Instant startedAt,
            @Nullable Instant doneAt,
            @Nullable Instant provedAt) {

        public ActSystem {
            items = List.copyOf(items);
            evidence = Map.copyOf(evidence);
        }
    }
}
