package kz.qupiya.casefile;

import static kz.qupiya.casefile.CaseFileKit.OFFICER;
import static kz.qupiya.casefile.CaseFileKit.TWELVE;
import static kz.qupiya.casefile.CaseFileKit.ZVONOBOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kz.qupiya.problem.ForbiddenException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.security.Role;
import kz.qupiya.security.StaffDirectory;
import kz.qupiya.subject.PersonCases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A case that concerns members of staff. */
class CaseConcernsTest {

    private static final Map<String, Set<Role>> STAFF = Map.of(
            "lawyer", Set.of(Role.LAWYER),
            "boss", Set.of(Role.MANAGER, Role.OFFICER),
            "stranger", Set.of(Role.LAWYER));

    private CaseFileKit kit;
    private final PersonCases people = mock(PersonCases.class);
    private CaseConcerns concerns;
    private CaseFile file;

    @BeforeEach
    void start() {
        kit = new CaseFileKit();
        var staff = mock(StaffDirectory.class);
        when(staff.find(anyString())).thenAnswer(call -> {
            String id = call.getArgument(0);
            var operators = id.equals("stranger") ? Set.of(TWELVE.value()) : Set.of(ZVONOBOT.value());
            return Optional.ofNullable(STAFF.get(id)).map(roles -> new StaffDirectory.Member(id, id, roles, operators));
        });
        concerns = new RecordedConcerns(
                kit.bean(ConcernedStaff.class), kit.files(), staff, people, kit.context, kit.clock);
        file = kit.open();
        kit.events.clear();
    }

    @AfterEach
    void stop() {
        kit.close();
    }

    @Test
    void does_not_exist_for_them() {
        var other = kit.open();
        concerns.name(file.id(), Set.of("lawyer", "boss"), OFFICER);

        for (var reader : Set.of("lawyer", "boss")) {
            kit.readAs(reader);
            assertThat(kit.files().find(ZVONOBOT, file.number().value()))
                    .as(reader)
                    .isEmpty();
            assertThatThrownBy(() -> kit.files().require(ZVONOBOT, file.number().value()))
                    .isInstanceOf(NotFoundException.class);
            var listed = kit.bean(CaseSearch.class).search(ZVONOBOT, CaseSearch.Filter.all(), 0, 10);
            assertThat(listed.cases()).extracting(CaseFile::id).containsExactly(other.id());
            assertThat(listed.total()).isEqualTo(1);
            assertThat(kit.bean(Parties.class).related(other.id())).isEmpty();
            assertThat(concerns.hiddenFromReader()).containsExactly(file.id());
        }
        assertThat(kit.bean(ConcernedStaff.class).numbersHiddenFrom("boss"))
                .containsExactly(file.number().value());
    }

    @Test
    void is_there_for_everybody_else_and_for_the_jobs() {
        var other = kit.open();
        concerns.name(file.id(), Set.of("lawyer"), OFFICER);

        for (var reader : new String[] {"officer", null}) {
            kit.readAs(reader);
            assertThat(kit.files().require(ZVONOBOT, file.number().value()).id())
                    .isEqualTo(file.id());
            assertThat(kit.bean(CaseSearch.class)
                            .search(ZVONOBOT, CaseSearch.Filter.all(), 0, 10)
                            .total())
                    .isEqualTo(2);
            assertThat(kit.bean(Parties.class).related(other.id())).hasSize(1);
            assertThat(concerns.hiddenFromReader()).isEmpty();
        }
        assertThat(concerns.hiddenFrom(file.id(), "lawyer")).isTrue();
        assertThat(concerns.hiddenFrom(file.id(), "officer")).isFalse();
    }

    @Test
    void is_told_of_by_cases_that_name_it_or_are_about_the_same_person() {
        var naming = kit.open();
        var beside = kit.open();
        var other = kit.open();
        kit.transaction().executeWithoutResult(tx -> kit.files()
                .record(
                        naming.id(),
                        TimelineEvent.of("case.linked", OFFICER)
                                .with("number", file.number().value())));
        when(people.beside(beside.id(), ZVONOBOT)).thenReturn(List.of(new PersonCases.Found(file.id(), false)));
        concerns.name(file.id(), Set.of("lawyer"), OFFICER);

        kit.readAs("lawyer");
        assertThat(concerns.nameHidden(naming)).isTrue();
        assertThat(concerns.nameHidden(beside)).isTrue();
        assertThat(concerns.nameHidden(other)).isFalse();
        kit.readAs("officer");
        assertThat(concerns.nameHidden(naming)).isFalse();
        assertThat(concerns.nameHidden(beside)).isFalse();
    }

    @Test
    void names_roles_on_the_record_and_nobody() {
        concerns.name(file.id(), Set.of("lawyer", "boss"), "party-to-matter", OFFICER);

        var said = kit.bean(Timeline.class).of(file.id());
        assertThat(said.get(said.size() - 1)).satisfies(entry -> {
            assertThat(entry.code()).isEqualTo("case.concerns");
            assertThat(entry.data().get("roles"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                    .containsExactlyInAnyOrder("lawyer", "manager", "privacy-officer");
            assertThat(entry.data()).containsEntry("reason", "party-to-matter");
        });
        assertThat(kit.jdbc()
                        .sql("select count(*) from qupiya.case_event where data like '%boss%'")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(kit.published(CaseConcernsNamed.class))
                .containsExactly(new CaseConcernsNamed(file.id(), Set.of("lawyer", "boss")));
        // the same again says nothing
        concerns.name(file.id(), Set.of("lawyer", "boss"), OFFICER);
        assertThat(kit.published(CaseConcernsNamed.class)).hasSize(1);
        assertThat(kit.bean(Timeline.class).of(file.id())).hasSameSizeAs(said);
    }

    @Test
    void is_seen_again_by_those_who_were_named_by_mistake() {
        concerns.name(file.id(), Set.of("lawyer", "boss"), OFFICER);
        concerns.name(file.id(), Set.of("boss"), "named-by-mistake", OFFICER);
        assertThat(concerns.of(file.id())).containsExactly("boss");
        kit.readAs("lawyer");
        assertThat(kit.files().find(ZVONOBOT, file.number().value())).isPresent();

        kit.readAs(null);
        concerns.name(file.id(), Set.of(), "named-by-mistake", OFFICER);
        assertThat(concerns.of(file.id())).isEmpty();
        var said = kit.bean(Timeline.class).of(file.id());
        assertThat(said.get(said.size() - 1).result()).isEqualTo("cleared");
    }

    @Test
    void concerns_staff_of_its_operator_and_not_who_says_so() {
        for (var unknown : Set.of("nobody", "stranger", "")) {
            assertThatThrownBy(() -> concerns.name(file.id(), Set.of("lawyer", unknown), OFFICER))
                    .as(unknown)
                    .isInstanceOfSatisfying(InvalidInputException.class, thrown -> assertThat(thrown.violations())
                            .singleElement()
                            .satisfies(one -> assertThat(one.field()).isEqualTo("staff")));
        }
        assertThatThrownBy(() -> concerns.name(file.id(), Set.of("lawyer", "boss"), Actor.user("boss")))
                .isInstanceOf(ForbiddenException.class);
        assertThat(concerns.of(file.id())).isEmpty();
        concerns.name(file.id(), Set.of("boss"), OFFICER);
        assertThatThrownBy(() -> concerns.name(file.id(), Set.of(), Actor.user("boss")))
                .as("nobody frees oneself")
                .isInstanceOf(ForbiddenException.class);
    }
}
