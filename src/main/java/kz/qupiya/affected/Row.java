package kz.qupiya.affected;

import java.util.List;
import java.util.UUID;
import kz.qupiya.subject.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * Somebody as a line names them.
 *
 * @param identifiers at least one, in the order of their kinds
 * @param hashes first halves of their keyed hashes, in the same order
 * @param language {@code ru}, {@code kk} or {@code en}
 */
record Row(List<Identifier> identifiers, UUID[] hashes, @Nullable String name, @Nullable String language) {

    @Override
    public String toString() {
        return "Row" + identifiers.stream().map(Identifier::kind).toList();
    }
}
