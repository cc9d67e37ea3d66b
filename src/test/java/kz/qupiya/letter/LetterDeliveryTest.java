package kz.qupiya.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.NotFoundException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LetterDeliveryTest {

    private LetterHouse house;
    private ScriptedSmtp smtp;
    private LetterSender sender;

    @BeforeEach
    void open() {
        house = new LetterHouse();
        smtp = new ScriptedSmtp();
        sender = house.sender(smtp);
    }

    @AfterEach
    void close() {
        smtp.close();
    }

    @Test
    void aLetterIsQueuedInTheCallersTransactionAndGoneWithIt() {
        var caseId = house.aCase();
        house.transaction.executeWithoutResult(status -> {
            house.office.send(LetterHouse.received(caseId, LetterHouse.ZVONOBOT));
            status.setRollbackOnly();
        });
        assertThat(house.office.ofCase(caseId)).isEmpty();
        assertThat(sender.sendDue()).isZero();
        assertThat(smtp.mails).isEmpty();
    }

    @Test
    void aLetterIsWrittenOnceAndSentOnce() {
        var caseId = house.aCase();
        var first = house.send(LetterHouse.received(caseId, LetterHouse.ZVONOBOT));
        var again = house.send(LetterHouse.received(caseId, LetterHouse.ZVONOBOT));
        assertThat(again).isEqualTo(first);
        assertThat(house.view(first)).satisfies(letter -> {
            assertThat(letter.state()).isEqualTo(LetterState.QUEUED);
            assertThat(letter.channel()).isEqualTo(LetterChannel.MAIL);
            assertThat(letter.number()).isEqualTo("ZVN-2026-000123/1");
            assertThat(letter.onPrintList()).isFalse();
        });
        assertThat(sender.sendDue()).isEqualTo(1);
        assertThat(sender.sendDue()).isZero();
        assertThat(smtp.mails).hasSize(1);
        assertThat(house.view(first).state()).isEqualTo(LetterState.SENT);
        assertThat(house.view(first).sentAt()).isEqualTo(house.clock.instant());
        assertThat(house.events).containsExactly(new LetterSent(first, caseId));
        assertThat(house.timelineCodes()).containsExactly("letter.written", "letter.sent");
    }

    @Test
    void theLettersOfACaseAreNumberedInTheirOrder() {
        var caseId = house.aCase();
        var ids = IntStream.range(0, 3)
                .mapToObj(i -> house.send(
                        LetterHouse.received(caseId, LetterHouse.ZVONOBOT).once("letter-" + i)))
                .toList();
        assertThat(house.office.ofCase(caseId)).extracting(LetterView::id).containsExactlyElementsOf(ids);
        assertThat(house.office.ofCase(caseId))
                .extracting(LetterView::number)
                .containsExactly("ZVN-2026-000123/1", "ZVN-2026-000123/2", "ZVN-2026-000123/3");
    }

    @Test
    void nothingPersonalStandsInTheLedger() {
        var caseId = house.aCase();
        var letter = house.send(LetterHouse.received(caseId, LetterHouse.ZVONOBOT));
        house.send(LetterRequest.of(
                        caseId,
                        LetterHouse.ZVONOBOT,
                        "ZVN-2026-000123",
                        LetterTemplate.RECIPIENT_BLOCKED,
                        new Recipient.Given(Addressee.THIRD_PARTY, "crm", "ТОО «CRM»", "secret@crm.kz", "г. Тайное"),
                        SampleLetters.facts(LetterTemplate.RECIPIENT_BLOCKED))
                .once("recipient-blocked:crm"));
        sender.sendDue();
        var rows = house.jdbc
                .sql("select l::text from qupiya.letter l")
                .query(String.class)
                .list();
        assertThat(rows).hasSize(2).allSatisfy(row -> assertThat(row)
                .doesNotContain(
                        "Айгүл",
                        "demo.person",
                        "secret@crm",
                        "Тайное",
                        "CRM»",
                        hex("Айгүл"),
                        hex("Тайное"),
                        hex("secret@crm")));
        assertThat(house.timeline.toString()).doesNotContain("Айгүл", "demo.person", "secret@crm");
        assertThat(house.view(letter).toString()).doesNotContain("Айгүл", "demo.person");
    }

    @Test
    void aTemporaryRefusalIsTriedAgainLaterAndLater() {
        var letter = house.send(LetterHouse.received(house.aCase(), LetterHouse.ZVONOBOT));
        for (var wait : house.settings.retries()) {
            smtp.replies.add("450 4.2.1 mailbox busy demo.person@example.kz");
            assertThat(sender.sendDue()).isZero();
            var view = house.view(letter);
            assertThat(view.state()).isEqualTo(LetterState.FAILED_TEMPORARILY);
            assertThat(view.failure()).isEqualTo("smtp-450");
            assertThat(view.nextAttemptAt()).isEqualTo(house.clock.instant().plus(wait));
            house.clock.forward(wait.minusSeconds(1));
            assertThat(sender.sendDue()).as("not before its time").isZero();
            assertThat(house.view(letter).attempts()).isEqualTo(view.attempts());
            house.clock.forward(Duration.ofSeconds(1));
        }
        assertThat(sender.sendDue()).as("the sixth attempt").isEqualTo(1);
        assertThat(house.view(letter).attempts()).isEqualTo(6);
        assertThat(smtp.mails).hasSize(1);
    }

    @Test
    void afterTheLastAttemptALetterGoesOnThePrintList() {
        var caseId = house.aCase();
        var letter = house.send(LetterHouse.received(caseId, LetterHouse.ZVONOBOT));
        for (int attempt = 1; attempt <= 6; attempt++) {
            smtp.replies.add("451 later");
            sender.sendDue();
            house.clock.forward(Duration.ofHours(6));
        }
        assertThat(house.view(letter)).satisfies(view -> {
            assertThat(view.state()).isEqualTo(LetterState.FAILED);
            assertThat(view.onPrintList()).isTrue();
            assertThat(view.printReason()).isEqualTo("failed");
            assertThat(view.attempts()).isEqualTo(6);
        });
        assertThat(house.events).containsExactly(new LetterFailed(letter, caseId, "failed"));
        assertThat(house.timelineCodes()).containsExactly("letter.written", "letter.failed");
    }

    @Test
    void aPermanentRefusalGoesOnThePrintListAtOnceAndHoldsUpNobodyElse() {
        smtp.replies.add("550 5.1.1 no such user");
        var refused = house.send(LetterHouse.received(house.aCase(), LetterHouse.ZVONOBOT));
        house.clock.forward(Duration.ofSeconds(1));
        var fine = house.send(LetterHouse.received(house.aCase(), LetterHouse.KAO));
        assertThat(sender.sendDue()).isEqualTo(1);
        assertThat(house.view(refused).state()).isEqualTo(LetterState.FAILED);
        assertThat(house.view(refused).failure()).isEqualTo("smtp-550");
        assertThat(house.view(fine).state()).isEqualTo(LetterState.SENT);
        assertThat(house.office.printList("zvonobot", Set.of(), 10))
                .extracting(LetterView::id)
                .containsExactly(refused);
        assertThat(house.office.printList("kao-solutions", Set.of(), 10)).isEmpty();
    }

    @Test
    void aCutLineIsTriedAgainUnderTheSameMessageId() {
        smtp.replies.add("cut");
        var cut = house.send(LetterHouse.received(house.aCase(), LetterHouse.ZVONOBOT));
        house.clock.forward(Duration.ofSeconds(1));
        var next = house.send(LetterHouse.received(house.aCase(), LetterHouse.ZVONOBOT));
        assertThat(sender.sendDue())
                .as("the next letter goes over a new connection")
                .isEqualTo(1);
        assertThat(house.view(cut).state()).isEqualTo(LetterState.FAILED_TEMPORARILY);
        assertThat(house.view(cut).failure()).isEqualTo("connection");
        assertThat(house.view(next).state()).isEqualTo(LetterState.SENT);
        house.clock.forward(Duration.ofMinutes(1));
        assertThat(sender.sendDue()).isEqualTo(1);
        var id = "Message-ID: " + house.view(cut).messageId();
        assertThat(smtp.mails)
                .filteredOn(mail -> mail.contains(id))
                .as("both copies can be told to be one")
                .hasSize(2);
    }

    @Test
    void aServerThatIsDownLosesNoLetter() {
        smtp.close();
        var letter = house.send(LetterHouse.received(house.aCase(), LetterHouse.ZVONOBOT));
        assertThat(sender.sendDue()).isZero();
        assertThat(house.view(letter).state()).isEqualTo(LetterState.FAILED_TEMPORARILY);
        try (var up = new ScriptedSmtp()) {
            house.clock.forward(Duration.ofMinutes(1));
            assertThat(house.sender(up).sendDue()).isEqualTo(1);
        }
    }

    @Test
    void eachLetterHasItsOwnUnguessableReturnPath() {
        house.send(LetterHouse.received(house.aCase(), LetterHouse.ZVONOBOT));
        house.send(LetterHouse.received(house.aCase(), LetterHouse.ZVONOBOT));
        sender.sendDue();
        assertThat(smtp.senders).hasSize(2).doesNotHaveDuplicates().allSatisfy(line -> assertThat(line)
                .matches("MAIL FROM:<kazakhstan\\+[a-z0-9]{26}@zvonobot\\.kz>.*"));
    }

    @Test
    void twoSendersAtOnceSendEachLetterOnce() throws Exception {
        var letters = IntStream.range(0, 40)
                .mapToObj(i -> house.send(LetterHouse.received(house.aCase(), LetterHouse.ZVONOBOT)))
                .toList();
        var barrier = new CyclicBarrier(2);
        Callable<Integer> run = () -> {
            barrier.await();
            return house.sender(smtp).sendDue();
        };
        var threads = Executors.newFixedThreadPool(2);
        try {
            var first = threads.submit(run);
            var second = threads.submit(run);
            assertThat(first.get() + second.get()).isEqualTo(40);
        } finally {
            threads.shutdownNow();
        }
        assertThat(smtp.mails).hasSize(40);
        for (var letter : letters) {
            var id = house.view(letter).messageId();
            assertThat(smtp.mails).filteredOn(mail -> mail.contains(id)).hasSize(1);
            assertThat(house.view(letter).attempts()).isEqualTo(1);
        }
    }

    @Test
    void aLetterWhoseSenderDiedIsTakenUpWhenTheLeaseIsOver() {
        var letter = house.send(LetterHouse.received(house.aCase(), LetterHouse.ZVONOBOT));
        house.transaction.executeWithoutResult(status -> house.ledger.claim(
                house.clock.instant(), house.clock.instant().plus(house.settings.lease()), UUID.randomUUID(), 10));
        assertThat(sender.sendDue()).isZero();
        assertThat(house.view(letter).state()).isEqualTo(LetterState.SENDING);
        house.clock.forward(house.settings.lease());
        assertThat(sender.sendDue()).isEqualTo(1);
        assertThat(house.view(letter).attempts()).isEqualTo(2);
    }

    @Test
    void aSenderThatLostItsLeaseChangesNothing() {
        var letter = house.send(LetterHouse.received(house.aCase(), LetterHouse.ZVONOBOT));
        var now = house.clock.instant();
        var slow = house.ledger.claim(now, now, UUID.randomUUID(), 1).get(0);
        house.clock.forward(Duration.ofSeconds(1));
        assertThat(sender.sendDue()).isEqualTo(1);
        assertThat(house.ledger.settle(slow, LetterState.FAILED, "late", null, null, "failed"))
                .isFalse();
        assertThat(house.view(letter).state()).isEqualTo(LetterState.SENT);
    }

    @Test
    void mailIsNeverSentInsideATransaction() {
        assertThatIllegalStateException()
                .isThrownBy(() -> house.transaction.executeWithoutResult(status -> sender.sendDue()));
    }

    @Test
    void whoHasNoMailAddressGetsALetterOnPaper() throws Exception {
        var caseId = house.aCaseWithoutMail();
        var letter = house.send(LetterHouse.received(caseId, LetterHouse.KAO));
        assertThat(house.view(letter)).satisfies(view -> {
            assertThat(view.channel()).isEqualTo(LetterChannel.PRINT);
            assertThat(view.onPrintList()).isTrue();
            assertThat(view.printReason()).isEqualTo("no-email");
            assertThat(view.messageId()).isNull();
        });
        assertThat(sender.sendDue()).isZero();
        assertThat(house.timeline.get(0).data()).containsEntry("printReason", "no-email");

        var second = house.send(LetterHouse.received(house.aCaseWithoutMail(), LetterHouse.KAO));
        try (var pdf = Loader.loadPDF(house.office.printAll("kao-solutions", Set.of(), 10, "clerk"))) {
            assertThat(pdf.getNumberOfPages())
                    .isEqualTo(2 * Loader.loadPDF(house.office.pdf(second)).getNumberOfPages());
            assertThat(new PDFTextStripper().getText(pdf)).contains("пр. Абая, 150, кв. 12", "Айгүл Демонстрационная");
        }

        assertThatThrownBy(() -> house.office.printed("zvonobot", letter, "clerk", null))
                .as("another operator's letter")
                .isInstanceOf(NotFoundException.class);
        var printed = house.office.printed("kao-solutions", letter, "clerk", "RR123456789KZ");
        assertThat(printed.state()).isEqualTo(LetterState.PRINTED);
        assertThat(printed.registeredMail()).isEqualTo("RR123456789KZ");
        assertThat(printed.onPrintList()).isFalse();
        assertThat(house.office.printList("kao-solutions", Set.of(), 10))
                .extracting(LetterView::id)
                .containsExactly(second);
        assertThat(house.events).containsExactly(new LetterSent(letter, caseId));
        assertThatThrownBy(() -> house.office.printed("kao-solutions", letter, "clerk", null))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void anAddressThatIsNoneCountsAsNone() {
        var caseId = house.aCase();
        for (var bad : List.of(
                "nobody",
                "a b@example.kz",
                "Name <a@example.kz>",
                "a@example.kz\r\nBcc: b@example.kz",
                "@example.kz")) {
            house.vault.put(caseId, "requester.email", bad);
            var letter = house.send(
                    LetterHouse.received(caseId, LetterHouse.ZVONOBOT).once("to " + bad.hashCode()));
            assertThat(house.view(letter).channel()).as(bad).isEqualTo(LetterChannel.PRINT);
        }
    }

    @Test
    void aRepresentativesLetterNeverGoesToTheSubject() {
        var caseId = house.aCase();
        house.vault.remove(caseId, "requester.email");
        house.vault.put(caseId, "subject.email", "subject@example.kz");
        var request = LetterHouse.received(caseId, LetterHouse.ZVONOBOT);
        var toSubject = house.send(request);
        var toRepresentative = house.send(new LetterRequest(
                caseId,
                request.operator(),
                request.caseNumber(),
                request.template(),
                new Recipient.Requester(Addressee.REPRESENTATIVE),
                null,
                null,
                request.facts(),
                "representative"));
        assertThat(house.view(toSubject).channel()).isEqualTo(LetterChannel.MAIL);
        assertThat(house.view(toRepresentative).channel()).isEqualTo(LetterChannel.PRINT);
    }

    @Test
    void theOperatorsProfileChoosesTheLanguagesUnlessTheRequestDoes() {
        var caseId = house.aCase();
        var zvonobot = house.view(house.send(LetterHouse.received(caseId, LetterHouse.ZVONOBOT)));
        assertThat(zvonobot.languages()).containsExactly(LetterLanguage.RU);
        var kao = house.send(LetterHouse.received(house.aCase(), LetterHouse.KAO));
        assertThat(house.view(kao).languages()).containsExactly(LetterLanguage.KK, LetterLanguage.RU);
        assertThat(house.office.html(kao)).contains("Құрметті өтініш беруші!", "Уважаемый заявитель!", "9.12");
        var request = LetterHouse.received(caseId, LetterHouse.ZVONOBOT);
        var kazakh = house.send(new LetterRequest(
                caseId,
                request.operator(),
                request.caseNumber(),
                request.template(),
                request.recipient(),
                List.of(LetterLanguage.KK),
                null,
                request.facts(),
                "kazakh"));
        assertThat(house.office.html(kazakh))
                .contains("Құрметті өтініш беруші!")
                .doesNotContain("Уважаемый");
    }

    @Test
    void aPreviewShowsBothLanguagesAndWritesNothing() {
        var caseId = house.aCase();
        var preview = house.office.preview(LetterHouse.received(caseId, LetterHouse.ZVONOBOT));
        assertThat(preview.get(LetterLanguage.RU)).contains("Уважаемый заявитель!", "Айгүл Демонстрационная");
        assertThat(preview.get(LetterLanguage.KK)).contains("Құрметті өтініш беруші!");
        assertThat(house.office.ofCase(caseId)).isEmpty();
        assertThat(house.timeline).isEmpty();
    }

    @Test
    void theHashInTheLedgerIsThatOfTheLetterAsItStays() {
        var letter = house.send(LetterHouse.received(house.aCase(), LetterHouse.ZVONOBOT));
        var row = house.ledger.find(letter).orElseThrow();
        assertThat(house.content.read(row).orElseThrow().sha256())
                .isEqualTo(house.view(letter).contentSha256());
        var pdf = house.office.pdf(letter);
        assertThat(house.office.pdf(letter)).as("printed once").isEqualTo(pdf);
        assertThat(house.jdbc
                        .sql("select pdf_sha256 from qupiya.letter")
                        .query(String.class)
                        .single())
                .isEqualTo(house.content.read(row).orElseThrow().sha256OfPdf(pdf));
    }

    @Test
    void aDestroyedCaseFileTakesItsLettersWithIt() {
        var caseId = house.aCase();
        var letter = house.send(LetterHouse.received(caseId, LetterHouse.ZVONOBOT));
        house.vault.destroyKey(caseId);
        assertThat(sender.sendDue()).isZero();
        assertThat(house.view(letter)).satisfies(view -> {
            assertThat(view.state()).isEqualTo(LetterState.FAILED);
            assertThat(view.onPrintList()).isFalse();
        });
        assertThatThrownBy(() -> house.office.html(letter)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> house.office.pdf(letter)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aLetterWithAMissingFactIsRefusedAndLeavesNoRow() {
        var caseId = house.aCase();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> house.send(LetterRequest.of(
                        caseId,
                        LetterHouse.ZVONOBOT,
                        "ZVN-2026-000123",
                        LetterTemplate.REQUEST_RECEIVED,
                        new Recipient.Requester(Addressee.SUBJECT),
                        Map.of())));
        assertThat(house.office.ofCase(caseId)).isEmpty();
    }

    private static String hex(String text) {
        return java.util.HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
