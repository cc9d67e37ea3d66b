package kz.qupiya.otherrequest;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.OpenableCase;
import kz.qupiya.security.Role;
import org.springframework.stereotype.Component;

/** Staff open a request from a letter, a call or a visit. */
@Component
class OpenableOtherRequest implements OpenableCase {

    @Override
    public CaseKind kind() {
        return CaseKind.OTHER_REQUEST;
    }

    @Override
    public String collection() {
        return "other-requests";
    }

    @Override
    public int order() {
        return 90;
    }

    @Override
    public String messages() {
        return "otherrequest.new";
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
                        "about",
                        Type.CHOICE,
                        true,
                        Arrays.stream(About.values()).map(About::json).toList()),
                new Field("claim", Type.FLAG, false, List.of()));
    }
}
