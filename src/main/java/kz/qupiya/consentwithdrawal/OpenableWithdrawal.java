package kz.qupiya.consentwithdrawal;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.OpenableCase;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.Purpose;
import kz.qupiya.security.Role;
import org.springframework.stereotype.Component;

/** Staff open a withdrawal of consent from a letter, a call or a visit. */
@Component
class OpenableWithdrawal implements OpenableCase {

    private final Operators operators;

    OpenableWithdrawal(Operators operators) {
        this.operators = operators;
    }

    @Override
    public CaseKind kind() {
        return CaseKind.CONSENT_WITHDRAWAL;
    }

    @Override
    public String collection() {
        return "consent-withdrawals";
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public String messages() {
        return "consentwithdrawal.new";
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.CLERK);
    }

    @Override
    public boolean aboutPerson() {
        return true;
    }

    @Override
    public List<Field> fields() {
        var scopes = Stream.concat(
                        Stream.of(Scope.ALL),
                        Scope.everything().purposes().stream().sorted().map(Purpose::code))
                .toList();
        var clauses = operators.all().stream()
                .filter(profile -> !profile.withdrawalClauses().isEmpty())
                .collect(Collectors.toMap(
                        profile -> profile.key().value(),
                        profile -> profile.withdrawalClauses().stream().sorted().toList()));
        return List.of(
                new Field("scope", Type.CHOICES, true, scopes),
                new Field("effectiveOn", Type.DAY, false, List.of()),
                Field.ofSome("clause", false, clauses));
    }
}
