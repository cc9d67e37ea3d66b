package kz.qupiya.breachnotification;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.OpenableCase;
import kz.qupiya.security.Role;
import org.springframework.stereotype.Component;

/** Staff report a breach that came to their knowledge. */
@Component
class OpenableBreach implements OpenableCase {

    /** Categories that staff choose from; systems may name others. */
    static final List<String> CATEGORIES = List.of(
            "identity",
            "contact",
            "credentials",
            "financial",
            "service",
            "communication",
            "location",
            "health",
            "other");

    @Override
    public CaseKind kind() {
        return CaseKind.BREACH;
    }

    @Override
    public String collection() {
        return "breaches";
    }

    @Override
    public int order() {
        return 60;
    }

    @Override
    public String messages() {
        return "breachnotification.new";
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.SECURITY, Role.CLERK);
    }

    @Override
    public boolean aboutPerson() {
        return false;
    }

    /** What counts is the discovery, not when it was told. */
    @Override
    public String momentField() {
        return "discoveredAt";
    }

    @Override
    public List<Field> fields() {
        return List.of(
                new Field(
                        "kind",
                        Type.CHOICE,
                        true,
                        Stream.of(BreachKind.values()).map(BreachKind::code).toList()),
                new Field("occurredFrom", Type.MOMENT, false, List.of()),
                new Field("dataCategories", Type.CHOICES, true, CATEGORIES),
                new Field("rehearsal", Type.FLAG, false, List.of()));
    }
}
