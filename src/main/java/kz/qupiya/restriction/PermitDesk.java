package kz.qupiya.restriction;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.Purpose;
import kz.qupiya.operator.TransferGround;
import kz.qupiya.restriction.PermitQueries.Hit;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHash;
import kz.qupiya.subject.IdentifierHasher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Answers permits. Reads outside of any transaction of the caller, so it sees what is committed.
 *
 * <p>Most people are under no restriction: then one statement is all there is. Only while a restriction of the operator stands whose own
 * search has not ended is a person whom nothing denies looked up in the operator's systems, since the restriction may be on the same person
 * under an identifier not yet joined.
 */
@Component
class PermitDesk implements Permits {

    private static final Logger log = LoggerFactory.getLogger(PermitDesk.class);

    private final Operators operators;
    private final IdentifierHasher hasher;
    private final PermitQueries queries;
    private final LiveLookUp systems;
    private final ObjectProvider<RunningConsents> consents;
    private final Denials denials;
    private final Clock clock;
    private final PermitSettings settings;

    PermitDesk(
            Operators operators,
            IdentifierHasher hasher,
            PermitQueries queries,
            LiveLookUp systems,
            ObjectProvider<RunningConsents> consents,
            Denials denials,
            Clock clock,
            PermitSettings settings) {
        this.operators = operators;
        this.hasher = hasher;
        this.queries = queries;
        this.systems = systems;
        this.consents = consents;
        this.denials = denials;
        this.clock = clock;
        this.settings = settings;
    }

    @Override
    public Permit ask(OperatorKey operator, Question question, List<Identifier> person, String asker) {
        var profile = operators.get(operator);
        var answer = new Answer(hasher.hashes(operator, person));
        try {
            var consent = consentQuestion(profile, question, List.of(answer));
            var answered = queries.find(operator, question.purpose(), answer.hashes, consent);
            var found = answered.found();
            answer.add(found.hits());
            if (found.searching() && !answer.denied()) {
                lookUp(operator, question.purpose(), person, answer, settings.liveLookUpTimeout());
            }
            consent(profile, question, List.of(answer), answered.consents());
        } catch (RuntimeException e) {
            unavailable(operator, e, List.of(answer));
        }
        return finish(profile, question, answer, asker);
    }

    @Override
    public List<Permit> askAll(OperatorKey operator, Question question, List<List<Identifier>> people, String asker) {
        var profile = operators.get(operator);
        var answers = people.stream()
                .map(person -> new Answer(hasher.hashes(operator, person)))
                .toList();
        try {
            Set<IdentifierHash> hashes = new LinkedHashSet<>();
            answers.forEach(answer -> hashes.addAll(answer.hashes));
            var consent = consentQuestion(profile, question, answers);
            var answered = queries.findMany(operator, question.purpose(), hashes, consent);
            var found = answered.found();
            for (Answer answer : answers) {
                answer.hashes.forEach(hash -> answer.add(found.hits().getOrDefault(hash, List.of())));
            }
            if (found.searching()) {
                lookUpAll(operator, question.purpose(), people, answers);
            }
            consent(profile, question, answers, answered.consents());
        } catch (RuntimeException e) {
            unavailable(operator, e, answers);
        }
        return answers.stream()
                .map(answer -> finish(profile, question, answer, asker))
                .toList();
    }

    private void lookUp(
            OperatorKey operator, Purpose purpose, List<Identifier> person, Answer answer, Duration within) {
        var known = systems.identifiers(operator, person, within);
        if (known.isEmpty()) {
            answer.unavailable = true;
            return;
        }
        Set<IdentifierHash> all = new LinkedHashSet<>(answer.hashes);
        all.addAll(hasher.hashes(operator, known.get()));
        answer.add(queries.findLive(purpose, all));
    }

    /** One after another until the time is up or a system fails; who could not be looked up then is not permitted. */
    private void lookUpAll(OperatorKey operator, Purpose purpose, List<List<Identifier>> people, List<Answer> answers) {
        var end = System.nanoTime() + settings.bulkLookUpTimeout().toNanos();
        var failed = false;
        for (int i = 0; i < answers.size(); i++) {
            var answer = answers.get(i);
            if (answer.denied()) {
                continue;
            }
            if (failed) {
                answer.unavailable = true;
                continue;
            }
            var left = Duration.ofNanos(end - System.nanoTime());
            var within = left.compareTo(settings.liveLookUpTimeout()) < 0 ? left : settings.liveLookUpTimeout();
            lookUp(operator, purpose, people.get(i), answer, within);
            failed = answer.unavailable;
        }
    }

    /** The question about consents that goes along with the one about restrictions; null if there is none, or it is asked apart. */
    private RunningConsents.@Nullable Query consentQuestion(
            OperatorProfile profile, Question question, List<Answer> answers) {
        @Nullable RunningConsents register = needsConsent(profile, question) ? consents.getIfAvailable() : null;
        return register == null
                ? null
                : register.query(
                                profile.key(),
                                question.purpose(),
                                answers.stream().map(answer -> answer.hashes).toList(),
                                clock.instant())
                        .orElse(null);
    }

    /** @param told what the question that went along was answered; null if it has still to be asked */
    private void consent(
            OperatorProfile profile,
            Question question,
            List<Answer> answers,
            @Nullable List<RunningConsents.Answer> told) {
        if (!needsConsent(profile, question)) {
            return;
        }
        @Nullable RunningConsents register = consents.getIfAvailable();
        if (register == null) {
            answers.forEach(answer -> answer.noConsent = true);
            return;
        }
        var running = told != null
                ? told
                : register.running(
                        profile.key(),
                        question.purpose(),
                        answers.stream().map(answer -> answer.hashes).toList(),
                        clock.instant());
        if (running.size() != answers.size()) {
            throw new IllegalStateException("the register of consents left people out");
        }
        for (int i = 0; i < answers.size(); i++) {
            answers.get(i).noConsent = !running.get(i).running();
            answers.get(i).consentUntil = running.get(i).until();
        }
    }

    /** A transfer rests on the ground that the caller names; everything else on what the profile says of the purpose. */
    private static boolean needsConsent(OperatorProfile profile, Question question) {
        return question.purpose() == Purpose.THIRD_PARTY_TRANSFER
                ? question.ground() == TransferGround.CONSENT
                : profile.needsConsent(question.purpose());
    }

    private static void unavailable(OperatorKey operator, RuntimeException e, Collection<Answer> answers) {
        // Drivers put values into messages: the class is enough.
        log.warn(
                "permits of {} are unavailable: {}",
                operator.value(),
                e.getClass().getName());
        answers.forEach(answer -> answer.unavailable = true);
    }

    private Permit finish(OperatorProfile profile, Question question, Answer answer, String asker) {
        var operator = profile.key();
        var purpose = question.purpose();
        var now = clock.instant();
        var until = now.plus(settings.validFor());
        List<Reason> reasons = new ArrayList<>(1);
        for (Hit hit : answer.hitsInOrder()) {
            if (hit.since().isAfter(now)) {
                until = earlier(until, hit.since());
            } else {
                reasons.add(new Reason(hit.kind(), hit.caseNumber(), hit.since()));
                denials.count(operator, purpose, hit.kind(), hit.restriction(), hit.caseNumber(), asker);
            }
        }
        if (question.ground() != null
                && purpose == Purpose.THIRD_PARTY_TRANSFER
                && profile.clauseOf(question.ground()).isEmpty()) {
            deny(reasons, Reason.NO_GROUND, operator, purpose, asker);
        }
        if (answer.noConsent) {
            deny(reasons, Reason.NO_CONSENT, operator, purpose, asker);
        } else if (answer.consentUntil != null) {
            until = earlier(until, answer.consentUntil);
        }
        if (answer.unavailable) {
            deny(reasons, Reason.UNAVAILABLE, operator, purpose, asker);
            until = now;
        }
        return new Permit(reasons.isEmpty(), reasons, until);
    }

    private void deny(List<Reason> reasons, String reason, OperatorKey operator, Purpose purpose, String asker) {
        reasons.add(new Reason(reason, null, null));
        denials.count(operator, purpose, reason, null, "-", asker);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** What is being found out about one person. */
    private final class Answer {

        private final Set<IdentifierHash> hashes;
        private Map<UUID, Hit> hits = Map.of();
        private boolean unavailable;
        private boolean noConsent;
        private @Nullable Instant consentUntil;

        Answer(Set<IdentifierHash> hashes) {
            this.hashes = hashes;
        }

        void add(List<Hit> more) {
            if (!more.isEmpty()) {
                hits = hits.isEmpty() ? new LinkedHashMap<>() : hits;
                more.forEach(hit -> hits.put(hit.restriction(), hit));
            }
        }

        boolean denied() {
            return !hits.isEmpty()
                    && hits.values().stream().anyMatch(hit -> !hit.since().isAfter(clock.instant()));
        }

        List<Hit> hitsInOrder() {
            return hits.size() < 2
                    ? List.copyOf(hits.values())
                    : hits.values().stream()
                            .sorted(Comparator.comparing(Hit::since).thenComparing(Hit::restriction))
                            .toList();
        }
    }
}
