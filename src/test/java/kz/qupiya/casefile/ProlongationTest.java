package kz.qupiya.casefile;

import static kz.qupiya.casefile.CaseFileKit.ZVONOBOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import kz.qupiya.calendar.Term;
import kz.qupiya.calendar.WorkingWeek;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.TermRule;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 2 March 2026 is a Monday; a verification of ten working days ends on Monday 16 March, the same term once more on 30 March. */
class ProlongationTest {

    private static final Instant RECEIVED = Instant.parse("2026-03-02T05:00:00Z");
    private static final Instant DUE = Instant.parse("2026-03-16T18:59:59.999Z");
    private static final LocalDate LATER = LocalDate.of(2026, 3, 26);
    private static final Instant PROLONGED = Instant.parse("2026-03-26T18:59:59.999Z");
    private static final Actor MANAGER = Actor.user("manager");

    private CaseFileKit kit;
    private Deadlines deadlines;
    private CaseFile file;

    @BeforeEach
    void start() {
        kit = new CaseFileKit();
        deadlines = kit.deadlines();
        file = kit.open();
    }

    @AfterEach
    void stop() {
        kit.close();
    }

    private Deadline prolong(LocalDate day) {
        return deadlines.prolong(file.id(), Duty.VERIFICATION, day, "unusual-extent", MANAGER);
    }

    @Test
    void a_term_is_prolonged_with_a_reason_and_says_so() {
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        kit.events.clear();

        var longer = prolong(LATER);

        assertThat(longer.dueAt()).isEqualTo(PROLONGED);
        assertThat(longer.prolongedAt()).isEqualTo(kit.clock.instant());
        assertThat(longer.ruling().decided())
                .isEqualTo(new Deadline.Decided("manager", kit.clock.instant(), "unusual-extent"));
        assertThat(longer.earlier()).singleElement().satisfies(old -> assertThat(old.dueAt())
                .isEqualTo(DUE));
        assertThat(kit.published(DeadlinesMoved.class)).containsExactly(new DeadlinesMoved(Set.of(file.id())));
        assertThat(kit.published(DeadlineProlonged.class))
                .containsExactly(new DeadlineProlonged(file.id(), Duty.VERIFICATION, DUE, PROLONGED, "unusual-extent"));
        var said = kit.bean(Timeline.class).of(file.id());
        assertThat(said.get(said.size() - 1)).satisfies(entry -> {
            assertThat(entry.code()).isEqualTo("deadline.prolonged");
            assertThat(entry.by()).isEqualTo(MANAGER);
            assertThat(entry.data())
                    .containsEntry("reason", "unusual-extent")
                    .containsEntry("before", DUE.toString())
                    .containsEntry("dueAt", PROLONGED.toString());
        });
    }

    @Test
    void it_is_prolonged_once_and_an_earlier_day_does_not_change_that() {
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        prolong(LocalDate.of(2026, 3, 18));

        refused("casefile.deadline.prolonged", () -> prolong(LATER));
        refused("casefile.deadline.prolonged", () -> deadlines.prolongation(file.id(), Duty.VERIFICATION, null));
        deadlines.move(file.id(), Duty.VERIFICATION, LocalDate.of(2026, 3, 17), "answer-sooner", MANAGER);
        refused("casefile.deadline.prolonged", () -> prolong(LATER));
        assertThat(kit.published(DeadlineProlonged.class)).hasSize(1);

        // another term of the same duty is another deadline
        kit.clock.set(RECEIVED.plusSeconds(60));
        deadlines.meet(file.id(), Duty.VERIFICATION, RECEIVED.plusSeconds(1));
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED.plusSeconds(60));
        assertThat(prolong(LATER).dueAt()).isEqualTo(PROLONGED);
    }

    @Test
    void a_term_of_law_is_never_prolonged_and_no_prolongation_goes_past_the_law() {
        deadlines.start(file.id(), Duty.BLOCK, RECEIVED);
        refused(
                "casefile.deadline.of-law",
                () -> deadlines.prolong(file.id(), Duty.BLOCK, LATER, "unusual-extent", MANAGER));

        kit.rules.set(
                Duty.STOP_PROCESSING,
                CaseFileKit.Rules.rule(TermRule.Source.LAW, "Law 94-V art. 8(7)", Term.workingDays(5)),
                CaseFileKit.Rules.rule(TermRule.Source.POLICY, "policy", Term.workingDays(3)));
        deadlines.start(file.id(), Duty.STOP_PROCESSING, RECEIVED);
        var law = LocalDate.of(2026, 3, 9);
        assertThat(deadlines.prolongation(file.id(), Duty.STOP_PROCESSING, null).latestOn())
                .as("three days more would be 10 March")
                .isEqualTo(law);
        invalid(
                "casefile.deadline.past-law",
                () -> deadlines.prolong(file.id(), Duty.STOP_PROCESSING, law.plusDays(1), "unusual-extent", MANAGER));
        assertThat(deadlines
                        .prolong(file.id(), Duty.STOP_PROCESSING, law, "unusual-extent", MANAGER)
                        .dueAt())
                .isEqualTo(Instant.parse("2026-03-09T18:59:59.999Z"));
    }

    @Test
    void nothing_that_is_over_is_prolonged() {
        assertThatThrownBy(() -> prolong(LATER)).isInstanceOf(NotFoundException.class);
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        kit.clock.set(DUE.plusMillis(1));
        refused("casefile.deadline.ended", () -> prolong(LATER));
        deadlines.sweepMissed();
        refused("casefile.deadline.ended", () -> prolong(LATER));
        assertThat(deadlines.of(file.id(), Duty.VERIFICATION).orElseThrow().state())
                .isEqualTo(DeadlineState.MISSED);
    }

    @Test
    void the_day_is_later_and_at_most_the_same_term_once_more() {
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        var latest = LocalDate.of(2026, 3, 30);
        assertThat(deadlines.prolongation(file.id(), Duty.VERIFICATION, null).latestOn())
                .isEqualTo(latest);
        invalid("casefile.deadline.not-later", () -> prolong(LocalDate.of(2026, 3, 16)));
        invalid("casefile.deadline.not-later", () -> prolong(LocalDate.of(2026, 3, 13)));
        invalid("casefile.deadline.past", () -> prolong(LocalDate.of(2026, 3, 1)));
        assertThatThrownBy(() -> prolong(latest.plusDays(1)))
                .isInstanceOfSatisfying(InvalidInputException.class, thrown -> assertThat(thrown.violations())
                        .singleElement()
                        .satisfies(one -> {
                            assertThat(one.field()).isEqualTo("dueOn");
                            assertThat(one.code()).isEqualTo("casefile.deadline.too-long");
                            assertThat(one.args()).containsExactly("30.03.2026");
                        }));
        assertThat(prolong(latest).dueAt()).isEqualTo(Instant.parse("2026-03-30T18:59:59.999Z"));
    }

    @Test
    void the_profile_may_set_another_limit() {
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        var readings = deadlines.of(file.id()).get(0).readings();
        assertThat(ManagersDate.latest(readings, Term.calendarDays(3), WorkingWeek.FIVE, kit.calendar))
                .isEqualTo(LocalDate.of(2026, 3, 19));
        assertThat(ManagersDate.latest(readings, null, WorkingWeek.FIVE, kit.calendar))
                .isEqualTo(LocalDate.of(2026, 3, 30));
    }

    @Test
    void warnings_are_given_anew_before_the_new_end() {
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        kit.clock.set("2026-03-16T05:00:00Z");
        assertThat(deadlines.takeDueSteps(file.id()))
                .extracting(Deadlines.DueStep::step)
                .containsExactly("half", "working-days-1");

        var longer = prolong(LATER);

        assertThat(longer.steps()).allSatisfy(step -> {
            assertThat(step.takenAt()).as(step.name()).isNull();
            assertThat(step.at()).as(step.name()).isAfter(kit.clock.instant());
        });
        // one working day is left from the first instant of Thursday 26 March on
        var before = Instant.parse("2026-03-25T19:00:00Z");
        assertThat(longer.steps())
                .filteredOn(step -> step.name().equals("working-days-1"))
                .extracting(Deadline.Step::at)
                .containsExactly(before);
        kit.clock.set(before);
        assertThat(deadlines.takeDueSteps(file.id()))
                .extracting(Deadlines.DueStep::step)
                .contains("working-days-1");
        kit.clock.set(DUE.plusMillis(1));
        assertThat(deadlines.of(file.id(), Duty.VERIFICATION).orElseThrow().state())
                .as("the old end is no end any more")
                .isEqualTo(DeadlineState.RUNNING);
    }

    @Test
    void the_preview_says_what_would_be_and_changes_nothing() {
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        var before = deadlines.of(file.id());

        var would = deadlines.prolongation(file.id(), Duty.VERIFICATION, LATER);

        assertThat(would.dueAt()).isEqualTo(DUE);
        assertThat(would.newDueAt()).isEqualTo(PROLONGED);
        assertThat(deadlines.of(file.id())).isEqualTo(before);
        invalid(
                "casefile.deadline.too-long",
                () -> deadlines.prolongation(file.id(), Duty.VERIFICATION, LocalDate.of(2026, 4, 30)));
        var after = prolong(LATER);
        assertThat(would.warnings())
                .isNotEmpty()
                .isEqualTo(after.steps().stream()
                        .filter(step -> !step.name().equals(Deadlines.DueStep.MISSED))
                        .toList());
    }

    @Test
    void a_claim_is_answered_later_by_a_prolongation_only() {
        kit.rules.set(
                Duty.ANSWER_CLAIM,
                CaseFileKit.Rules.rule(TermRule.Source.POLICY, "Zvonobot policy 6.2", Term.calendarDays(30)));
        var plain = CaseFileKit.block(ZVONOBOT, null);
        var claim = kit.open(new OpenCase(
                ZVONOBOT,
                CaseKind.CLAIM,
                Channel.LETTER,
                null,
                plain.requester(),
                plain.subject(),
                null,
                "Требую возместить",
                "ru",
                CaseFileKit.OFFICER));
        deadlines.start(claim.id(), Duty.ANSWER_CLAIM, RECEIVED);
        var due = deadlines.of(claim.id()).get(0).ruling().receipt().dueOn();

        refused(
                "casefile.deadline.prolong-instead",
                () -> deadlines.move(claim.id(), Duty.ANSWER_CLAIM, due.plusDays(5), "unusual-extent", MANAGER));
        assertThat(kit.published(DeadlinesMoved.class)).isEmpty();
        deadlines.move(claim.id(), Duty.ANSWER_CLAIM, due.minusDays(5), "answer-sooner", MANAGER);
        var longer = deadlines.prolong(claim.id(), Duty.ANSWER_CLAIM, due.plusDays(5), "expert-opinion", MANAGER);
        assertThat(longer.ruling().receipt().dueOn()).isEqualTo(due.plusDays(5));
        assertThat(longer.ruling().rule().source()).isEqualTo(TermRule.Source.MANAGER);
    }

    @Test
    void a_reason_is_one_of_its_list() {
        assertThat(ManagerAct.PROLONG_DEADLINE.reason("expert-opinion")).isEqualTo("expert-opinion");
        for (var bad : List.of("answer-sooner", "moved-by-mistake", "")) {
            assertThatThrownBy(() -> ManagerAct.PROLONG_DEADLINE.reason(bad))
                    .as(bad)
                    .isInstanceOf(InvalidInputException.class);
        }
    }

    private static void refused(String code, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOf(ConflictException.class).hasMessageContaining(code);
    }

    private static void invalid(String code, ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(InvalidInputException.class, thrown -> assertThat(thrown.violations())
                        .singleElement()
                        .satisfies(one -> {
                            assertThat(one.field()).isEqualTo("dueOn");
                            assertThat(one.code()).isEqualTo(code);
                        }));
    }
}
