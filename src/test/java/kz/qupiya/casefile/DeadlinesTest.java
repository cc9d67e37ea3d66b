package kz.qupiya.casefile;

import static kz.qupiya.casefile.CaseFileKit.OFFICER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import kz.qupiya.calendar.CalendarLoaded;
import kz.qupiya.calendar.MovedDeadline;
import kz.qupiya.calendar.Term;
import kz.qupiya.casefile.Deadlines.DueStep;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.TermRule;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 2 March 2026 is a Monday; the kit's clock stands at 10:00 of it in Almaty. */
class DeadlinesTest {

    private static final Instant RECEIVED = Instant.parse("2026-03-02T05:00:00Z");
    /** 24:00 of Monday 16 March in Almaty less a millisecond: ten working days. */
    private static final Instant DUE = Instant.parse("2026-03-16T18:59:59.999Z");

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

    @Test
    void a_term_starts_with_its_receipt_and_steps() {
        var started = deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);

        assertThat(started.dueAt()).isEqualTo(DUE);
        assertThat(started.state()).isEqualTo(DeadlineState.RUNNING);
        assertThat(started.ruling().receipt().counted()).hasSize(10).startsWith(LocalDate.of(2026, 3, 3));
        assertThat(started.ruling().receipt().skipped()).hasSize(4);
        assertThat(started.steps())
                .extracting(Deadline.Step::name)
                .containsExactly("half", "working-days-1", DueStep.MISSED);
        assertThat(deadlines.of(file.id())).containsExactly(started);
        assertThat(deadlines.nextStep(file.id()))
                .contains(started.steps().get(0).at());
    }

    @Test
    void the_stricter_date_rules_and_the_other_is_shown() {
        var stop = deadlines.start(file.id(), Duty.STOP_PROCESSING, RECEIVED);

        assertThat(stop.ruling().rule().basis()).isEqualTo("KAO policy 8.1");
        assertThat(stop.dueAt()).isEqualTo(Instant.parse("2026-03-03T18:59:59.999Z"));
        assertThat(stop.readings())
                .extracting(Deadline.Reading::role)
                .containsExactly(Deadline.Reading.Role.RULES, Deadline.Reading.Role.OVERRIDDEN);
        var view = kit.bean(CaseViews.class).of(kit.files().get(file.id())).deadlines();
        assertThat(view).singleElement().satisfies(one -> {
            assertThat(one.duty()).isEqualTo("stop-processing");
            assertThat(one.basis()).isEqualTo("KAO policy 8.1");
            assertThat(one.overrides()).singleElement().satisfies(over -> assertThat(over.basis())
                    .isEqualTo("Law 94-V art. 8(7)"));
            assertThat(one.dueAt()).hasToString("2026-03-03T23:59:59.999+05:00");
        });
    }

    @Test
    void correction_counts_from_the_decision_and_shows_the_reading_from_the_document() {
        var decided = Instant.parse("2026-03-05T06:00:00Z");
        var document = Instant.parse("2026-03-03T06:00:00Z");
        kit.clock.set(decided);
        var rectify = deadlines.start(
                Deadlines.StartDeadline.of(file.id(), Duty.RECTIFY, decided).also(document, "confirming-document"));

        assertThat(rectify.dueAt()).isEqualTo(Instant.parse("2026-03-06T18:59:59.999Z"));
        assertThat(rectify.readings()).hasSize(2);
        assertThat(rectify.readings().get(1).role()).isEqualTo(Deadline.Reading.Role.INFORMATION);
        assertThat(rectify.readings().get(1).why()).isEqualTo("confirming-document");
        assertThat(rectify.readings().get(1).receipt().dueOn()).isEqualTo(LocalDate.of(2026, 3, 4));
        // what is information does not bind, so the view does not tell it
        assertThat(kit.bean(CaseViews.class).of(file).deadlines().get(0).overrides())
                .isEmpty();
    }

    @Test
    void starting_twice_starts_once() {
        var first = deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        kit.clock.set("2026-03-02T06:00:00Z");
        assertThat(deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED.plusSeconds(60)))
                .isEqualTo(first);
        deadlines.meet(file.id(), Duty.VERIFICATION, RECEIVED.plusSeconds(120));
        // a retried step finds the one that was done meanwhile
        assertThat(deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED).id()).isEqualTo(first.id());
        assertThat(deadlines.of(file.id())).hasSize(1);
        // a new event starts anew
        assertThat(deadlines
                        .start(file.id(), Duty.VERIFICATION, RECEIVED.plusSeconds(600))
                        .id())
                .isNotEqualTo(first.id());
    }

    @Test
    void a_duty_without_a_term_is_refused() {
        assertThatThrownBy(() -> deadlines.start(file.id(), Duty.ANSWER_CLAIM, RECEIVED))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void each_step_is_taken_once_in_its_time() {
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        assertThat(deadlines.takeDueSteps(file.id())).isEmpty();

        var half = deadlines.nextStep(file.id()).orElseThrow();
        kit.clock.set(half.minusMillis(1));
        assertThat(deadlines.takeDueSteps(file.id())).isEmpty();
        kit.clock.set(half);
        assertThat(deadlines.takeDueSteps(file.id())).extracting(DueStep::step).containsExactly("half");
        assertThat(deadlines.takeDueSteps(file.id())).isEmpty();

        // one working day is left from the first instant of Monday 16 March on
        assertThat(deadlines.nextStep(file.id())).contains(Instant.parse("2026-03-15T19:00:00Z"));
        kit.clock.set("2026-03-15T19:00:00Z");
        assertThat(deadlines.takeDueSteps(file.id())).extracting(DueStep::step).containsExactly("working-days-1");

        // the last instant is still in time
        kit.clock.set(DUE);
        assertThat(deadlines.takeDueSteps(file.id())).isEmpty();
        assertThat(deadlines.nextStep(file.id())).contains(DUE.plusMillis(1));
        kit.clock.set(DUE.plusMillis(1));
        assertThat(deadlines.takeDueSteps(file.id())).singleElement().satisfies(step -> {
            assertThat(step.missed()).isTrue();
            assertThat(step.dueAt()).isEqualTo(DUE);
        });
        assertThat(deadlines.takeDueSteps(file.id())).isEmpty();
        assertThat(deadlines.nextStep(file.id())).isEmpty();
        assertThat(kit.published(DeadlineWarned.class))
                .extracting(DeadlineWarned::step)
                .containsExactly("half", "working-days-1");
        assertThat(kit.published(DeadlineMissed.class)).hasSize(1);
    }

    @Test
    void a_step_goes_to_one_of_many_who_reach_for_it() throws Exception {
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        deadlines.start(file.id(), Duty.STOP_PROCESSING, RECEIVED);
        kit.clock.set("2026-03-04T05:00:00Z");
        var threads = Executors.newFixedThreadPool(8);
        try {
            var takers = new ArrayList<Callable<List<DueStep>>>();
            for (int i = 0; i < 8; i++) {
                takers.add(() -> deadlines.takeDueSteps(file.id()));
                takers.add(() -> {
                    deadlines.sweepMissed();
                    return List.of();
                });
            }
            int returned = 0;
            for (var one : threads.invokeAll(takers)) {
                returned += one.get().size();
            }
            assertThat(returned).isLessThanOrEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(kit.published(DeadlineMissed.class)).hasSize(1);
    }

    @Test
    void the_sweep_marks_what_the_timers_overlooked_and_wakes_nothing_twice() {
        deadlines.start(file.id(), Duty.BLOCK, RECEIVED);
        var other = kit.open();
        deadlines.start(other.id(), Duty.VERIFICATION, RECEIVED);
        assertThat(deadlines.sweepMissed()).isZero();

        kit.clock.set("2026-03-03T19:00:00Z");
        assertThat(deadlines.sweepMissed()).isEqualTo(1);
        assertThat(deadlines.sweepMissed()).isZero();
        assertThat(deadlines.takeDueSteps(file.id())).isEmpty();
        assertThat(deadlines.of(file.id(), Duty.BLOCK).orElseThrow().state()).isEqualTo(DeadlineState.MISSED);
        assertThat(deadlines.of(other.id(), Duty.VERIFICATION).orElseThrow().state())
                .isEqualTo(DeadlineState.RUNNING);
        assertThat(kit.published(DeadlineMissed.class)).singleElement().satisfies(event -> assertThat(event.caseId())
                .isEqualTo(file.id()));
    }

    @Test
    void done_in_time_is_met_also_when_it_is_told_late() {
        deadlines.start(file.id(), Duty.BLOCK, RECEIVED);
        kit.clock.set("2026-03-05T05:00:00Z");
        deadlines.meet(file.id(), Duty.BLOCK, Instant.parse("2026-03-03T18:59:59.999Z"));

        var block = deadlines.of(file.id(), Duty.BLOCK).orElseThrow();
        assertThat(block.state()).isEqualTo(DeadlineState.MET);
        assertThat(kit.published(DeadlineMissed.class)).isEmpty();
        assertThat(kit.published(DeadlineMet.class)).singleElement().satisfies(met -> assertThat(met.late())
                .isFalse());
        assertThat(deadlines.sweepMissed()).isZero();
    }

    @Test
    void done_late_stays_missed_and_keeps_the_moment() {
        deadlines.start(file.id(), Duty.BLOCK, RECEIVED);
        var late = Instant.parse("2026-03-04T05:00:00Z");
        kit.clock.set(late);
        deadlines.meet(file.id(), Duty.BLOCK, late);
        deadlines.meet(file.id(), Duty.BLOCK, late);

        var block = deadlines.of(file.id(), Duty.BLOCK).orElseThrow();
        assertThat(block.state()).isEqualTo(DeadlineState.MISSED);
        assertThat(block.metAt()).isEqualTo(late);
        assertThat(block.overdue(late)).isFalse();
        assertThat(kit.published(DeadlineMissed.class)).hasSize(1);
        assertThat(kit.published(DeadlineMet.class)).singleElement().satisfies(met -> assertThat(met.late())
                .isTrue());
    }

    @Test
    void a_duty_is_not_done_in_the_future() {
        deadlines.start(file.id(), Duty.BLOCK, RECEIVED);
        assertThatThrownBy(() -> deadlines.meet(file.id(), Duty.BLOCK, RECEIVED.plusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closing_drops_what_runs_and_marks_what_is_overdue() {
        deadlines.start(file.id(), Duty.BLOCK, RECEIVED);
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        kit.clock.set("2026-03-05T05:00:00Z");
        kit.files().close(file.id(), Outcome.UNBLOCKED, OFFICER);

        assertThat(deadlines.of(file.id()))
                .extracting(Deadline::state)
                .containsExactly(DeadlineState.MISSED, DeadlineState.CANCELLED);
        assertThat(kit.bean(CaseViews.class).of(kit.files().get(file.id())).deadlines())
                .extracting(CaseView.DeadlineView::duty)
                .containsExactly("block");
        assertThatThrownBy(() -> deadlines.start(file.id(), Duty.RECTIFY, RECEIVED))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void a_new_calendar_moves_what_runs_and_keeps_both_receipts() {
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        deadlines.start(file.id(), Duty.BLOCK, RECEIVED);
        deadlines.meet(file.id(), Duty.BLOCK, RECEIVED);
        var missed = kit.open();
        deadlines.start(missed.id(), Duty.BLOCK, Instant.parse("2026-02-20T05:00:00Z"));
        deadlines.sweepMissed();
        var unmoved = deadlines.of(missed.id());
        kit.events.clear();

        kit.calendar.dayOff(LocalDate.of(2026, 3, 9));
        kit.context.publishEvent(new CalendarLoaded("2", Set.of(2026), "manager"));

        var moved = deadlines.of(file.id(), Duty.VERIFICATION).orElseThrow();
        assertThat(moved.dueAt()).isEqualTo(Instant.parse("2026-03-17T18:59:59.999Z"));
        assertThat(moved.earlier()).singleElement().satisfies(old -> assertThat(old.dueAt())
                .isEqualTo(DUE));
        assertThat(moved.steps().get(2).at()).isEqualTo(moved.dueAt().plusMillis(1));
        assertThat(deadlines.of(file.id(), Duty.BLOCK).orElseThrow().dueAt())
                .isEqualTo(Instant.parse("2026-03-03T18:59:59.999Z"));
        assertThat(deadlines.of(missed.id())).isEqualTo(unmoved);
        assertThat(kit.published(DeadlinesMoved.class)).containsExactly(new DeadlinesMoved(Set.of(file.id())));
        assertThat(kit.bean(Timeline.class).of(file.id()).get(4).code()).isEqualTo("deadline.moved");

        // the same calendar again moves nothing
        kit.context.publishEvent(new CalendarLoaded("2", Set.of(2026), "manager"));
        assertThat(kit.published(DeadlinesMoved.class)).hasSize(1);
        assertThat(deadlines.of(file.id(), Duty.VERIFICATION).orElseThrow().earlier())
                .hasSize(1);
    }

    @Test
    void a_warning_that_was_given_is_not_given_again_after_a_move() {
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        kit.clock.set(deadlines.nextStep(file.id()).orElseThrow());
        assertThat(deadlines.takeDueSteps(file.id())).hasSize(1);

        kit.calendar.dayOff(LocalDate.of(2026, 3, 16));
        kit.context.publishEvent(new CalendarLoaded("2", Set.of(2026), "manager"));

        assertThat(deadlines.takeDueSteps(file.id())).isEmpty();
        // the last working day is Tuesday 17 March now
        assertThat(deadlines.nextStep(file.id())).contains(Instant.parse("2026-03-16T19:00:00Z"));
    }

    @Test
    void a_calendar_of_another_year_touches_nothing() {
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        kit.calendar.dayOff(LocalDate.of(2026, 3, 9));
        kit.context.publishEvent(new CalendarLoaded("2", Set.of(2027), "manager"));
        assertThat(deadlines.of(file.id()).get(0).dueAt()).isEqualTo(DUE);
    }

    @Test
    void the_what_if_tells_what_would_move_and_moves_nothing() {
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        deadlines.start(file.id(), Duty.BLOCK, RECEIVED);

        var moved = kit.bean(DeadlineImpact.class).movedBy(kit.calendar.with(LocalDate.of(2026, 3, 9)));

        assertThat(moved)
                .containsExactly(new MovedDeadline(
                        "zvonobot",
                        file.number().value(),
                        "verification",
                        DUE,
                        Instant.parse("2026-03-17T18:59:59.999Z")));
        assertThat(deadlines.of(file.id()).get(0).dueAt()).isEqualTo(DUE);
    }

    private static final LocalDate MANAGERS = LocalDate.of(2026, 3, 12);
    private static final Actor MANAGER = Actor.user("manager");

    @Test
    void a_managers_date_is_a_calculation_beside_the_others_and_says_who_and_why() {
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        kit.events.clear();

        var moved = deadlines.move(file.id(), Duty.VERIFICATION, MANAGERS, "answer-sooner", MANAGER);

        assertThat(moved.dueAt()).isEqualTo(Instant.parse("2026-03-12T18:59:59.999Z"));
        assertThat(moved.readings())
                .extracting(one -> one.rule().source())
                .containsExactly(TermRule.Source.MANAGER, TermRule.Source.OPERATOR_RULE);
        assertThat(moved.readings())
                .extracting(Deadline.Reading::role)
                .containsExactly(Deadline.Reading.Role.RULES, Deadline.Reading.Role.OVERRIDDEN);
        assertThat(moved.ruling().decided())
                .isEqualTo(new Deadline.Decided("manager", kit.clock.instant(), "answer-sooner"));
        assertThat(moved.earlier()).singleElement().satisfies(old -> assertThat(old.dueAt())
                .isEqualTo(DUE));
        assertThat(moved.steps()).last().satisfies(step -> assertThat(step.at())
                .isEqualTo(moved.dueAt().plusMillis(1)));
        assertThat(kit.published(DeadlinesMoved.class)).containsExactly(new DeadlinesMoved(Set.of(file.id())));
        var said = kit.bean(Timeline.class).of(file.id());
        assertThat(said.get(said.size() - 1).data()).containsEntry("reason", "answer-sooner");
    }

    @Test
    void a_managers_date_survives_a_calendar_which_the_what_if_says_too() {
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        var moved = deadlines.move(file.id(), Duty.VERIFICATION, MANAGERS, "answer-sooner", MANAGER);
        assertThat(kit.bean(DeadlineImpact.class).movedBy(kit.calendar.with(LocalDate.of(2026, 3, 9))))
                .isEmpty();

        kit.calendar.dayOff(LocalDate.of(2026, 3, 9));
        kit.context.publishEvent(new CalendarLoaded("2", Set.of(2026), "manager"));

        var after = deadlines.of(file.id(), Duty.VERIFICATION).orElseThrow();
        assertThat(after.dueAt()).isEqualTo(moved.dueAt());
        assertThat(after.ruling()).isEqualTo(moved.ruling());
        assertThat(after.readings().get(1).receipt().dueOn()).isEqualTo(LocalDate.of(2026, 3, 17));
        assertThat(after.earlier()).hasSize(2);
    }

    @Test
    void no_manager_goes_past_the_law() {
        kit.rules.set(
                Duty.STOP_PROCESSING,
                CaseFileKit.Rules.rule(TermRule.Source.LAW, "Law 94-V art. 8(7)", Term.workingDays(5)),
                CaseFileKit.Rules.rule(TermRule.Source.POLICY, "policy", Term.workingDays(3)));
        deadlines.start(file.id(), Duty.STOP_PROCESSING, RECEIVED);
        var law = LocalDate.of(2026, 3, 9);
        assertThatThrownBy(() ->
                        deadlines.move(file.id(), Duty.STOP_PROCESSING, law.plusDays(1), "unusual-extent", MANAGER))
                .isInstanceOfSatisfying(InvalidInputException.class, refused -> assertThat(refused.violations())
                        .singleElement()
                        .satisfies(one -> {
                            assertThat(one.field()).isEqualTo("dueOn");
                            assertThat(one.code()).isEqualTo("casefile.deadline.past-law");
                            assertThat(one.args()).containsExactly("09.03.2026");
                        }));
        assertThat(deadlines.of(file.id()).get(0).earlier()).isEmpty();

        var moved = deadlines.move(file.id(), Duty.STOP_PROCESSING, law, "unusual-extent", MANAGER);
        assertThat(moved.ruling().rule().source()).isEqualTo(TermRule.Source.MANAGER);
        assertThat(moved.dueAt()).isEqualTo(Instant.parse("2026-03-09T18:59:59.999Z"));
    }

    @Test
    void a_calendar_that_brings_the_laws_date_before_the_managers_lets_the_law_rule() {
        kit.calendar.dayOff(LocalDate.of(2026, 3, 4));
        kit.rules.set(
                Duty.STOP_PROCESSING,
                CaseFileKit.Rules.rule(TermRule.Source.LAW, "Law 94-V art. 8(7)", Term.workingDays(4)),
                CaseFileKit.Rules.rule(TermRule.Source.POLICY, "policy", Term.workingDays(2)));
        deadlines.start(file.id(), Duty.STOP_PROCESSING, RECEIVED);
        deadlines.move(file.id(), Duty.STOP_PROCESSING, LocalDate.of(2026, 3, 9), "unusual-extent", MANAGER);

        kit.calendar.dayOn(LocalDate.of(2026, 3, 4));
        kit.context.publishEvent(new CalendarLoaded("2", Set.of(2026), "manager"));

        var after = deadlines.of(file.id()).get(0);
        assertThat(after.dueAt()).isEqualTo(Instant.parse("2026-03-06T18:59:59.999Z"));
        assertThat(after.readings())
                .extracting(one -> one.rule().source())
                .containsExactly(TermRule.Source.LAW, TermRule.Source.MANAGER, TermRule.Source.POLICY);
        assertThatThrownBy(() -> deadlines.move(
                        file.id(), Duty.STOP_PROCESSING, LocalDate.of(2026, 3, 5), "answer-sooner", MANAGER))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void nothing_that_is_over_is_moved() {
        deadlines.start(file.id(), Duty.VERIFICATION, RECEIVED);
        assertThatThrownBy(() -> deadlines.move(
                        file.id(), Duty.VERIFICATION, LocalDate.of(2026, 3, 1), "answer-sooner", MANAGER))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> deadlines.move(file.id(), Duty.RECTIFY, MANAGERS, "answer-sooner", MANAGER))
                .isInstanceOf(NotFoundException.class);
        deadlines.start(file.id(), Duty.BLOCK, RECEIVED);
        assertThatThrownBy(() -> deadlines.move(file.id(), Duty.BLOCK, MANAGERS, "unusual-extent", MANAGER))
                .hasMessageContaining("of-law");
        kit.clock.set(DUE.plusMillis(1));
        assertThatThrownBy(() -> deadlines.move(
                        file.id(), Duty.VERIFICATION, LocalDate.of(2026, 3, 30), "unusual-extent", MANAGER))
                .as("overdue, though nobody has marked it yet")
                .isInstanceOf(ConflictException.class);
    }
}
