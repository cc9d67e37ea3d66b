package kz.qupiya.casefile;

import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.security.Role;
import kz.qupiya.security.StaffDirectory;
import kz.qupiya.subject.PersonCases;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Hides cases from those whom they concern, and puts that on the record. */
@Service
class RecordedConcerns implements CaseConcerns {

    private final ConcernedStaff concerned;
    private final CaseFiles files;
    private final StaffDirectory staff;
    private final PersonCases people;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    RecordedConcerns(
            ConcernedStaff concerned,
            CaseFiles files,
            StaffDirectory staff,
            PersonCases people,
            ApplicationEventPublisher events,
            Clock clock) {
        this.concerned = concerned;
        this.files = files;
        this.staff = staff;
        this.people = people;
        this.events = events;
        this.clock = clock;
    }

    @Override
    @Transactional
    public void name(UUID caseId, Set<String> userIds, String reason, Actor by) {
        var file = files.get(caseId);
        var before = concerned.of(caseId);
        if (before.equals(userIds)) {
            return;
        }
        if (by.kind() == Actor.Kind.USER && (userIds.contains(by.id()) || before.contains(by.id()))) {
            throw new ForbiddenException("casefile.concerns.oneself");
        }
        var roles = userIds.stream()
                .filter(userId -> !before.contains(userId))
                .flatMap(userId -> member(file, userId).roles().stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
        before.stream()
                .filter(userIds::contains)
                .flatMap(userId -> staff.find(userId).stream())
                .forEach(member -> roles.addAll(member.roles()));
        concerned.replace(caseId, userIds, clock.instant());
        var event = TimelineEvent.of("case.concerns", by).with("reason", reason);
        files.record(
                caseId,
                userIds.isEmpty()
                        ? event.result("cleared")
                        : event.with("roles", roles.stream().map(Role::groupId).toList()));
        events.publishEvent(new CaseConcernsNamed(caseId, userIds));
    }

    /** Who is named anew has to work for the operator; who was named before may have left since. */
    private StaffDirectory.Member member(CaseFile file, String userId) {
        return staff.find(userId)
                .filter(member -> member.operators().contains(file.operator().value()))
                .orElseThrow(() -> new InvalidInputException("staff", "casefile.concerns.unknown"));
    }

    @Override
    public Set<String> of(UUID caseId) {
        return concerned.of(caseId);
    }

    @Override
    public boolean hiddenFrom(UUID caseId, String userId) {
        return concerned.of(caseId).contains(userId);
    }

    @Override
    public boolean nameHidden(CaseFile caseFile) {
        var hidden = hiddenFromReader();
        return !hidden.isEmpty()
                && (concerned.namedBy(caseFile.id(), hidden)
                        || people.beside(caseFile.id(), caseFile.operator()).stream()
                                .anyMatch(other -> hidden.contains(other.caseId())));
    }

    @Override
    public Set<UUID> hiddenFromReader() {
        return concerned.hiddenFrom(concerned.reader());
    }
}
