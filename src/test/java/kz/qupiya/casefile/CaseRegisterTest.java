package kz.qupiya.casefile;

import static kz.qupiya.casefile.CaseFileKit.OFFICER;
import static kz.qupiya.casefile.CaseFileKit.TWELVE;
import static kz.qupiya.casefile.CaseFileKit.ZVONOBOT;
import static kz.qupiya.casefile.CaseFileKit.block;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.problem.Violation;
import kz.qupiya.subject.SubjectInput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.IllegalTransactionStateException;

class CaseRegisterTest {

    private CaseFileKit kit;

    @BeforeEach
    void start() {
        kit = new CaseFileKit();
    }

    @AfterEach
    void stop() {
        kit.close();
    }

    @Test
    void numbers_run_within_operator_and_year_of_receipt_in_almaty() {
        assertThat(kit.open(block(ZVONOBOT, null)).number().value()).isEqualTo("ZVN-2026-000001");
        assertThat(kit.open(block(ZVONOBOT, null)).number().value()).isEqualTo("ZVN-2026-000002");
        assertThat(kit.open(block(TWELVE, null)).number().value()).isEqualTo("TWL-2026-000001");
        // 20:00 UTC of 31 December is the new year in Almaty
        assertThat(kit.open(block(ZVONOBOT, Instant.parse("2025-12-31T20:00:00Z")))
                        .number()
                        .value())
                .isEqualTo("ZVN-2026-000003");
        assertThat(kit.open(block(ZVONOBOT, Instant.parse("2025-12-31T18:00:00Z")))
                        .number()
                        .value())
                .isEqualTo("ZVN-2025-000001");
    }

    @Test
    void a_number_is_given_back_when_the_transaction_rolls_back() {
        kit.open();
        kit.transaction().executeWithoutResult(status -> {
            assertThat(kit.files().open(block(ZVONOBOT, null)).number().value()).isEqualTo("ZVN-2026-000002");
            status.setRollbackOnly();
        });
        assertThat(kit.open().number().value()).isEqualTo("ZVN-2026-000002");
    }

    @Test
    void many_at_once_get_each_number_once_and_leave_no_gap() throws Exception {
        int cases = 60;
        var threads = Executors.newFixedThreadPool(12);
        try {
            var work = new ArrayList<Callable<String>>();
            for (int i = 0; i < cases; i++) {
                boolean rollBack = i % 4 == 3;
                work.add(() -> kit.transaction().execute(status -> {
                    var number =
                            kit.files().open(block(ZVONOBOT, null)).number().value();
                    if (rollBack) {
                        status.setRollbackOnly();
                        return "";
                    }
                    return number;
                }));
            }
            var numbers = new ArrayList<String>();
            for (Future<String> one : threads.invokeAll(work)) {
                if (!one.get().isEmpty()) {
                    numbers.add(one.get());
                }
            }
            assertThat(numbers).hasSize(45).doesNotHaveDuplicates();
            var last = Integer.parseInt(
                    numbers.stream().max(String::compareTo).orElseThrow().substring("ZVN-2026-".length()));
            // What the last rollbacks gave back goes to the next cases.
            while (numbers.size() < last) {
                numbers.add(kit.open().number().value());
            }
            assertThat(numbers)
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, last)
                            .mapToObj(n -> "ZVN-2026-%06d".formatted(n))
                            .toList());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_case_is_not_opened_outside_a_transaction() {
        assertThatThrownBy(() -> kit.files().open(block(ZVONOBOT, null)))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void receipt_may_lie_in_the_past_and_the_moment_of_registering_is_kept_too() {
        var opened = kit.open(block(ZVONOBOT, Instant.parse("2026-02-20T04:30:00Z")));

        var file = kit.files().get(opened.id());
        assertThat(file).isEqualTo(opened);
        assertThat(file.receivedAt()).isEqualTo("2026-02-20T04:30:00Z");
        assertThat(file.openedAt()).isEqualTo("2026-03-02T05:00:00Z");
        assertThat(kit.published(CaseOpened.class)).hasSize(1);
    }

    @Test
    void every_bad_field_is_told_at_once_and_nothing_is_stored() {
        var command = new OpenCase(
                ZVONOBOT,
                CaseKind.DATA_BLOCK,
                Channel.API,
                Instant.parse("2026-03-02T05:00:01Z"),
                new Requester(null, "x".repeat(501), null, null, "12", null, null, null, null, null),
                new SubjectInput("850515499994", null, null, null, null, null),
                "Free text!",
                null,
                "de",
                OFFICER);

        assertThatThrownBy(() -> kit.open(command))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                        .extracting(Violation::field)
                        .containsExactlyInAnyOrder(
                                "receivedAt",
                                "subject.iin",
                                "requester.kind",
                                "requester.name",
                                "requester.phone",
                                "language",
                                "ground"));
        for (String table : List.of("case_file", "case_event", "case_counter")) {
            assertThat(kit.jdbc()
                            .sql("select count(*) from qupiya." + table)
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void a_request_without_subject_or_requester_names_both() {
        var command =
                new OpenCase(ZVONOBOT, CaseKind.DATA_BLOCK, Channel.API, null, null, null, null, null, null, OFFICER);

        assertThatThrownBy(() -> kit.open(command))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                        .extracting(Violation::field)
                        .containsExactlyInAnyOrder("subject", "requester"));
    }

    @Test
    void personal_data_lie_in_the_vault_only_and_card_numbers_nowhere() {
        var command = new OpenCase(
                ZVONOBOT,
                CaseKind.DATA_BLOCK,
                Channel.LETTER,
                null,
                new Requester(RequesterKind.REPRESENTATIVE, "Берик Представитель", "Доверенность 5 от 01.02.2026"),
                new SubjectInput(CaseFileKit.IIN, "+77010000001", null, null, null, "Айгүл Демонстрационная"),
                "inaccurate-data",
                "Списали с карты 4111 1111 1111 1111, номер не мой",
                "ru",
                OFFICER);
        var file = kit.open(command);

        var parties = kit.bean(Parties.class);
        assertThat(parties.value(file.id(), Parties.DESCRIPTION).orElseThrow())
                .doesNotContain("4111 1111 1111 1111")
                .contains("номер не мой");
        assertThat(parties.value(file.id(), Parties.REQUESTER_NAME)).contains("Берик Представитель");
        assertThat(parties.value(file.id(), Parties.SUBJECT_PHONE)).contains("+77010000001");
        var dump = kit.jdbc()
                .sql("select (select string_agg(f::text, ' ') from qupiya.case_file f)"
                        + " || (select string_agg(e::text, ' ') from qupiya.case_event e)")
                .query(String.class)
                .single();
        assertThat(dump).doesNotContain("Берик", "Айгүл", CaseFileKit.IIN, "7701000", "Доверенность", "карты");
    }

    @Test
    void a_case_of_another_operator_does_not_exist() {
        var file = kit.open();

        assertThat(kit.files().find(ZVONOBOT, file.number().value())).contains(file);
        assertThat(kit.files().find(TWELVE, file.number().value())).isEmpty();
        assertThat(kit.files().find(ZVONOBOT, "'; drop table")).isEmpty();
        assertThatThrownBy(() -> kit.files().require(TWELVE, file.number().value()))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void a_case_is_decided_once_and_closed_once() {
        var file = kit.open();
        kit.files().decide(file.id(), "not-confirmed", OFFICER);
        kit.files().decide(file.id(), "not-confirmed", OFFICER);
        assertThatThrownBy(() -> kit.files().decide(file.id(), "unlawful-processing", OFFICER))
                .isInstanceOf(ConflictException.class);
        kit.files().close(file.id(), Outcome.UNBLOCKED, OFFICER);
        kit.files().close(file.id(), Outcome.UNBLOCKED, OFFICER);
        assertThatThrownBy(() -> kit.files().close(file.id(), Outcome.DESTROYED, OFFICER))
                .isInstanceOf(ConflictException.class);

        var closed = kit.files().get(file.id());
        assertThat(closed.status()).isEqualTo(CaseStatus.CLOSED);
        assertThat(closed.outcome()).isEqualTo(Outcome.UNBLOCKED);
        assertThat(closed.decision()).isEqualTo("not-confirmed");
        assertThat(kit.published(CaseDecided.class)).hasSize(1);
        assertThat(kit.published(CaseClosed.class)).hasSize(1);
        assertThat(codes(file.id())).containsExactly("case.opened", "case.decided", "case.closed");
    }

    @Test
    void waiting_and_open_alternate() {
        var file = kit.open();
        kit.files().await(file.id(), OFFICER);
        kit.files().await(file.id(), OFFICER);
        assertThat(kit.files().get(file.id()).status()).isEqualTo(CaseStatus.WAITING);
        kit.files().resume(file.id(), OFFICER);
        assertThat(kit.files().get(file.id()).status()).isEqualTo(CaseStatus.OPEN);
        assertThat(codes(file.id())).containsExactly("case.opened", "case.waiting", "case.resumed");
    }

    @Test
    void a_process_is_attached_once() {
        var file = kit.open();
        kit.files().attachProcess(file.id(), "p1");
        kit.files().attachProcess(file.id(), "p1");
        assertThatThrownBy(() -> kit.files().attachProcess(file.id(), "p2")).isInstanceOf(ConflictException.class);
        assertThat(kit.files().get(file.id()).process()).contains("p1");
    }

    @Test
    void the_file_is_destroyed_after_its_term_and_the_timeline_still_verifies() {
        var file = kit.open();
        var document = kit.bean(Documents.class)
                .add(file.id(), DocumentPurpose.OTHER, "note.txt", "Просто текст".getBytes(), OFFICER);
        kit.files().close(file.id(), Outcome.UNBLOCKED, OFFICER);

        kit.clock.set("2029-03-01T05:00:00Z");
        assertThat(kit.files().destroyExpired()).isZero();
        assertThat(kit.bean(Parties.class).value(file.id(), Parties.DESCRIPTION))
                .isPresent();

        kit.clock.set("2029-03-10T05:00:00Z");
        assertThat(kit.files().destroyExpired()).isEqualTo(1);
        assertThat(kit.files().destroyExpired()).isZero();
        assertThat(kit.bean(Parties.class).value(file.id(), Parties.DESCRIPTION))
                .isEmpty();
        assertThat(kit.jdbc()
                        .sql("select count(*) from qupiya.case_document_chunk")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThatThrownBy(() -> kit.bean(Documents.class)
                        .add(file.id(), DocumentPurpose.OTHER, "note.txt", "x".getBytes(), OFFICER))
                .isInstanceOf(ConflictException.class);
        assertThat(kit.files().get(file.id()).destroyedAt()).isEqualTo("2029-03-10T05:00:00Z");
        assertThat(kit.bean(Timeline.class).verify(file.id()).sound()).isTrue();
        assertThat(codes(file.id())).endsWith("case.destroyed");
        assertThat(document.sha256()).hasSize(64);
    }

    @Test
    void the_list_filters_and_counts() {
        var late = kit.open(block(ZVONOBOT, Instant.parse("2026-02-26T05:00:00Z")));
        var soon = kit.open(block(ZVONOBOT, Instant.parse("2026-02-27T05:00:00Z")));
        var closed = kit.open(block(ZVONOBOT, Instant.parse("2026-02-28T05:00:00Z")));
        kit.open(block(TWELVE, null));
        kit.deadlines().start(late.id(), kz.qupiya.operator.Duty.BLOCK, late.receivedAt());
        kit.deadlines().start(soon.id(), kz.qupiya.operator.Duty.VERIFICATION, soon.receivedAt());
        kit.files().close(closed.id(), Outcome.UNBLOCKED, OFFICER);
        var search = kit.bean(CaseSearch.class);

        assertThat(search.search(ZVONOBOT, CaseSearch.Filter.all(), 0, 2))
                .satisfies(page ->
                        assertThat(page.cases()).extracting(CaseFile::id).containsExactly(closed.id(), soon.id()))
                .satisfies(page -> assertThat(page.total()).isEqualTo(3))
                .satisfies(page -> assertThat(page.pages()).isEqualTo(2));
        assertThat(search.search(ZVONOBOT, CaseSearch.Filter.all(), 1, 2).cases())
                .extracting(CaseFile::id)
                .containsExactly(late.id());
        assertThat(ids(
                        search,
                        new CaseSearch.Filter(java.util.Set.of(), java.util.Set.of(CaseStatus.CLOSED), null, null)))
                .containsExactly(closed.id());
        assertThat(ids(search, new CaseSearch.Filter(java.util.Set.of(CaseKind.CLAIM), java.util.Set.of(), null, null)))
                .isEmpty();
        assertThat(ids(search, new CaseSearch.Filter(java.util.Set.of(), java.util.Set.of(), null, true)))
                .containsExactly(late.id());
        assertThat(ids(search, new CaseSearch.Filter(java.util.Set.of(), java.util.Set.of(), null, false)))
                .containsExactly(closed.id(), soon.id());
        assertThat(ids(
                        search,
                        new CaseSearch.Filter(
                                java.util.Set.of(), java.util.Set.of(), Instant.parse("2026-03-20T00:00:00Z"), null)))
                .containsExactly(soon.id(), late.id());
        assertThat(ids(
                        search,
                        new CaseSearch.Filter(
                                java.util.Set.of(), java.util.Set.of(), Instant.parse("2026-03-05T00:00:00Z"), null)))
                .containsExactly(late.id());
    }

    private static List<UUID> ids(CaseSearch search, CaseSearch.Filter filter) {
        return search.search(ZVONOBOT, filter, 0, 50).cases().stream()
                .map(CaseFile::id)
                .toList();
    }

    private List<String> codes(UUID caseId) {
        return kit.bean(Timeline.class).of(caseId).stream()
                .map(Timeline.Entry::code)
                .toList();
    }
}
