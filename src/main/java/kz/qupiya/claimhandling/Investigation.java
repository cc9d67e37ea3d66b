package kz.qupiya.claimhandling;

import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.casefile.TimelineEvent;
import kz.qupiya.casework.TermParts;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What custodians, the security officer and the lawyer find out about a claim, in parallel. */
@Service
public class Investigation {

    /** Topic of the security officer. */
    public static final String SECURITY = "security";

    /** Topic of the lawyer. */
    public static final String LEGAL = "legal";

    /** Step of the custodians; its topic is the system. */
    private static final String FACTS = "facts";

    private static final String SYSTEM = "system:";
    private static final int SHARE = 50;

    private final CaseFiles cases;
    private final ClaimRows rows;
    private final ClaimTexts texts;
    private final DataMaps maps;
    private final Evidence evidence;
    private final Assessment assessment;
    private final TermParts parts;
    private final Clock clock;

    Investigation(
            CaseFiles cases,
            ClaimRows rows,
            ClaimTexts texts,
            DataMaps maps,
            Evidence evidence,
            Assessment assessment,
            TermParts parts,
            Clock clock) {
        this.cases = cases;
        this.rows = rows;
        this.texts = texts;
        this.maps = maps;
        this.evidence = evidence;
        this.assessment = assessment;
        this.parts = parts;
        this.clock = clock;
    }

    /**
     * Gives each of the steps its part of the strictest term of the answer, and the chaser before it ends.
     *
     * <p>Half of what is left: the other half is for the decision, the second person and the post.
     */
    @Transactional
    public void begin(UUID caseId) {
        var duty = assessment.strictest(caseId);
        parts.give(caseId, SECURITY, null, duty, SHARE);
        parts.give(caseId, LEGAL, null, duty, SHARE);
        for (var system : evidence.systems(caseId)) {
            parts.give(caseId, FACTS, system, duty, SHARE);
        }
    }

    /** Topic of a custodian's system. */
    public static String system(String system) {
        return SYSTEM + system;
    }

    /**
     * Writes what somebody found out, in place of what was written in this round before.
     *
     * @param topic {@code security}, {@code legal} or {@code system:<key>}
     * @param roles of the one who writes
     * @throws InvalidInputException for an unknown topic or an empty text
     * @throws ForbiddenException    if the topic belongs to another role
     * @throws ConflictException     if the claim was decided
     */
    @Transactional
    public void write(CaseFile caseFile, @Nullable String topic, @Nullable String text, Set<Role> roles, Actor by) {
        var claim = rows.lock(caseFile.id());
        var current = cases.get(caseFile.id());
        if (!current.isOpen() || current.decision() != null) {
            throw new ConflictException("claimhandling.decided");
        }
        var whose = role(caseFile, topic);
        if (topic == null || whose == null) {
            throw new InvalidInputException("topic", "claimhandling.topic.unknown");
        }
        if (!roles.contains(whose)) {
            throw new ForbiddenException("casefile.forbidden");
        }
        texts.write(caseFile.id(), ClaimTexts.view(claim.round(), topic), text);
        rows.view(caseFile.id(), claim.round(), topic, clock.instant(), by.id());
        cases.record(caseFile.id(), TimelineEvent.of("claim.view-written", by).with("topic", topic));
    }

    private @Nullable Role role(CaseFile caseFile, @Nullable String topic) {
        if (SECURITY.equals(topic)) {
            return Role.SECURITY;
        }
        if (LEGAL.equals(topic)) {
            return Role.LAWYER;
        }
        return topic != null
                        && topic.startsWith(SYSTEM)
                        && maps.get(caseFile.operator())
                                .system(topic.substring(SYSTEM.length()))
                                .isPresent()
                ? Role.CUSTODIAN
                : null;
    }

    /**
     * Lets a task end only when its topic is written in this round.
     *
     * @throws ConflictException {@code claimhandling.view.missing}
     */
    @Transactional
    public void require(UUID caseId, String topic) {
        var round = rows.get(caseId).round();
        if (rows.views(caseId).stream()
                .noneMatch(one -> one.round() == round && one.topic().equals(topic))) {
            throw new ConflictException("claimhandling.view.missing");
        }
        if (topic.startsWith(SYSTEM)) {
            parts.done(caseId, FACTS, topic.substring(SYSTEM.length()));
        } else {
            parts.done(caseId, topic, null);
        }
    }
}
