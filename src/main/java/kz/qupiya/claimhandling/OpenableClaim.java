package kz.qupiya.claimhandling;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.OpenableCase;
import kz.qupiya.security.Role;
import org.springframework.stereotype.Component;

/** Staff open a claim from a letter, a call or a visit. */
@Component
class OpenableClaim implements OpenableCase {

    @Override
    public CaseKind kind() {
        return CaseKind.CLAIM;
    }

    @Override
    public String collection() {
        return "claims";
    }

    @Override
    public int order() {
        return 30;
    }

    @Override
    public String messages() {
        return "claimhandling.new";
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
        return List.of(
                new Field(
                        "allegation",
                        Type.CHOICE,
                        false,
                        List.of("unlawful-use", "loss", "disclosure", "inaccurate-data", "other")),
                new Field(
                        "demands",
                        Type.CHOICES,
                        true,
                        Arrays.stream(DemandKind.values()).map(DemandKind::json).toList()),
                new Field("damages", Type.NUMBER, false, List.of()),
                new Field("consumerClaim", Type.FLAG, false, List.of()));
    }
}
