package kz.qupiya.casefile;

import static kz.qupiya.casefile.CaseFileKit.OFFICER;
import static kz.qupiya.casefile.CaseFileKit.TWELVE;
import static kz.qupiya.casefile.CaseFileKit.ZVONOBOT;
import static kz.qupiya.casefile.CaseFileKit.block;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import kz.qupiya.problem.ConflictException;
import kz.qupiya.subject.SubjectInput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartiesTest {

    private CaseFileKit kit;
    private Parties parties;

    @BeforeEach
    void start() {
        kit = new CaseFileKit();
        parties = kit.bean(Parties.class);
    }

    @AfterEach
    void stop() {
        kit.close();
    }

    @Test
    void the_authority_needs_no_proof() {
        var subject = new SubjectInput(CaseFileKit.IIN, null, null, null, null, null);
        var file = kit.open(new OpenCase(
                ZVONOBOT,
                CaseKind.DATA_BLOCK,
                Channel.LETTER,
                null,
                new Requester(RequesterKind.AUTHORITY, "Уполномоченный орган", "№ 5"),
                subject,
                "unlawful-processing",
                "Проверка",
                null,
                OFFICER));
        assertThat(file.entitlement()).isEqualTo(Entitlement.NOT_NEEDED);
        assertThatThrownBy(() -> parties.entitle(file.id(), Entitlement.NOT_PROVED, null, OFFICER))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void repeated_unproved_requests_about_one_person_are_counted() {
        var first = kit.open();
        var proved = kit.open();
        parties.entitle(proved.id(), Entitlement.PROVED, null, OFFICER);
        var refused = kit.open();
        parties.entitle(refused.id(), Entitlement.NOT_PROVED, null, OFFICER);
        kit.open(block(TWELVE, null));
        kit.open(block(ZVONOBOT, null, new SubjectInput(null, "+77770001122", null, null, null, null)));
        var last = kit.open();

        assertThat(parties.earlierUnproved(first.id())).isZero();
        assertThat(parties.related(last.id()))
                .extracting(Parties.RelatedCase::caseId)
                .containsExactlyInAnyOrder(first.id(), proved.id(), refused.id());
        assertThat(parties.earlierUnproved(last.id())).isEqualTo(2);
    }

    @Test
    void a_late_proof_still_counts_and_a_closed_case_takes_none() {
        var file = kit.open();
        parties.entitle(file.id(), Entitlement.NOT_PROVED, null, OFFICER);
        parties.entitle(file.id(), Entitlement.PROVED, null, OFFICER);
        assertThat(parties.entitlement(file.id()).state()).isEqualTo(Entitlement.PROVED);
        kit.files().close(file.id(), Outcome.UNBLOCKED, OFFICER);
        assertThatThrownBy(() -> parties.entitle(file.id(), Entitlement.NOT_PROVED, null, OFFICER))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void the_requesters_own_identifiers_are_kept_apart_from_the_subjects() {
        var file = kit.open(new OpenCase(
                ZVONOBOT,
                CaseKind.DATA_BLOCK,
                Channel.MAIL,
                null,
                new Requester(
                        RequesterKind.REPRESENTATIVE,
                        null,
                        null,
                        null,
                        null,
                        "Agent@Example.KZ",
                        null,
                        null,
                        "Берик",
                        null),
                new SubjectInput(CaseFileKit.IIN, null, null, null, null, null),
                "inaccurate-data",
                "x",
                null,
                OFFICER));
        assertThat(parties.value(file.id(), Parties.REQUESTER_EMAIL)).contains("agent@example.kz");
        assertThat(parties.value(file.id(), Parties.REQUESTER_NAME)).contains("Берик");
        assertThat(parties.identifiers(file.id())).singleElement().satisfies(one -> assertThat(one.value())
                .isEqualTo(CaseFileKit.IIN));
    }
}
