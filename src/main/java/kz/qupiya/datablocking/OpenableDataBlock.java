package kz.qupiya.datablocking;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import kz.qupiya.casefile.CaseKind;
import kz.qupiya.casefile.OpenableCase;
import kz.qupiya.security.Role;
import org.springframework.stereotype.Component;

/** Staff open a data block from a letter, a call or a visit. */
@Component
class OpenableDataBlock implements OpenableCase {

    @Override
    public CaseKind kind() {
        return CaseKind.DATA_BLOCK;
    }

    @Override
    public String collection() {
        return "data-blocks";
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public String messages() {
        return "datablocking.new";
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
        return List.of(new Field(
                "ground",
                Type.CHOICE,
                true,
                Arrays.stream(Ground.values()).map(Ground::json).toList()));
    }
}
