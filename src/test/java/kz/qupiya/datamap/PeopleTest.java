package kz.qupiya.datamap;

import static kz.qupiya.datamap.Workshop.iin;
import static kz.qupiya.datamap.Workshop.login;
import static kz.qupiya.datamap.Workshop.phone;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import kz.qupiya.datamap.People.Record;
import kz.qupiya.subject.Identifier;
import org.junit.jupiter.api.Test;

/** The rule of decision 0031: which rows are one person's. */
class PeopleTest {

    private static final Identifier ME = iin("850515499993");
    private static final Identifier OTHER = iin("900101399006");
    private static final Identifier PHONE = phone("+77010000001");

    private static Record row(String table, Identifier... identifiers) {
        return new Record(Arrays.stream(identifiers).collect(Collectors.toMap(i -> i, i -> table)));
    }

    @Test
    void a_strong_identifier_joins_over_systems() {
        var sorted = People.sort(
                List.of(ME), List.of(row("a", ME, login("me")), row("b", login("me"), PHONE), row("c", PHONE)));
        assertThat(sorted.covered()).containsExactlyInAnyOrder(ME, login("me"), PHONE);
        assertThat(sorted.certain()).containsExactlyInAnyOrder(ME, login("me"), PHONE);
    }

    @Test
    void a_weak_identifier_does_not_join_against_an_iin() {
        var sorted = People.sort(List.of(ME), List.of(row("a", ME, PHONE), row("a", OTHER, PHONE)));
        assertThat(sorted.covered()).containsExactlyInAnyOrder(ME, PHONE);
        assertThat(sorted.certain()).containsExactly(ME);
        assertThat(sorted.others()).isEqualTo(1);
    }

    @Test
    void logins_contradict_within_one_table_only() {
        var same =
                People.sort(List.of(login("me")), List.of(row("a", login("me"), PHONE), row("a", login("she"), PHONE)));
        assertThat(same.covered()).doesNotContain(login("she"));
        var apart = People.sort(
                List.of(login("me")), List.of(row("a", login("me"), PHONE), row("b", login("my-other"), PHONE)));
        assertThat(apart.covered()).contains(login("my-other"));
    }

    @Test
    void a_shared_login_does_not_join_two_iins() {
        var sorted = People.sort(List.of(ME), List.of(row("a", ME, login("family")), row("b", OTHER, login("family"))));
        assertThat(sorted.covered()).doesNotContain(OTHER);
    }

    @Test
    void candidates_that_contradict_each_other_are_covered_and_not_certain_to_be_two() {
        var sorted = People.sort(
                List.of(login("me")),
                List.of(row("a", login("me"), PHONE), row("b", ME, PHONE), row("b", OTHER, PHONE)));
        assertThat(sorted.covered()).contains(ME, OTHER);
        assertThat(sorted.certain()).containsExactly(login("me"));
    }

    @Test
    void a_weak_identifier_alone_that_leads_to_two_people_is_certain_of_nobody() {
        var sorted = People.sort(List.of(PHONE), List.of(row("a", ME, PHONE), row("a", OTHER, PHONE)));
        assertThat(sorted.ambiguous()).isTrue();
        assertThat(sorted.covered()).contains(ME, OTHER, PHONE);
        assertThat(sorted.certain()).isEmpty();
    }

    @Test
    void a_weak_identifier_alone_that_leads_to_one_person_is_that_person() {
        var sorted = People.sort(List.of(PHONE), List.of(row("a", ME, PHONE)));
        assertThat(sorted.ambiguous()).isFalse();
        assertThat(sorted.certain()).containsExactlyInAnyOrder(ME, PHONE);
    }

    @Test
    void what_hangs_on_a_shared_telephone_only_proves_nothing() {
        var mail = new Identifier(kz.qupiya.subject.IdentifierKind.EMAIL, "whose@example.kz");
        var sorted = People.sort(
                List.of(ME), List.of(row("a", ME, PHONE), row("a", OTHER, PHONE), row("list", PHONE, mail)));
        assertThat(sorted.certain()).containsExactly(ME);
    }

    @Test
    void the_order_of_rows_makes_no_difference() {
        var rows = List.of(
                row("a", ME, login("me")),
                row("b", login("me"), PHONE),
                row("a", OTHER, PHONE),
                row("c", PHONE, login("me")),
                row("d", OTHER, login("she")));
        var first = People.sort(List.of(ME), rows);
        for (int turn = 0; turn < rows.size(); turn++) {
            var turned = new java.util.ArrayList<>(rows);
            java.util.Collections.rotate(turned, turn);
            var sorted = People.sort(List.of(ME), turned);
            assertThat(sorted.covered()).isEqualTo(first.covered());
            assertThat(sorted.certain()).isEqualTo(first.certain());
        }
    }
}
