package kz.qupiya.affected;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import org.jspecify.annotations.Nullable;

/** A person of the list being worked on: as stored, with what has been learned since. Two that turn out to be one are joined. */
final class Gathered {

    /** Place in the list; 0 until it is stored. */
    int seq;

    final boolean anchored;
    private final Map<UUID, Identifier> identifiers = new LinkedHashMap<>();
    private final Set<UUID> stored = new HashSet<>();
    private @Nullable String name;
    private @Nullable String language;
    private boolean changed;
    private @Nullable Gathered into;

    private Gathered(int seq, boolean anchored) {
        this.seq = seq;
        this.anchored = anchored;
    }

    /** Somebody new. */
    static Gathered of(Row row) {
        var fresh = new Gathered(0, row.identifiers().get(0).kind() == IdentifierKind.IIN);
        fresh.add(row);
        return fresh;
    }

    /** Somebody of the list. */
    static Gathered stored(int seq, Person person, @Nullable String language, UUID[] hashes) {
        var gathered = new Gathered(seq, (person.has() & Person.IIN) != 0);
        for (int i = 0; i < hashes.length; i++) {
            gathered.identifiers.put(hashes[i], person.identifiers().get(i));
            gathered.stored.add(hashes[i]);
        }
        gathered.name = person.name();
        gathered.language = language;
        return gathered;
    }

    /** Learns what a line says. */
    void add(Row row) {
        for (int i = 0; i < row.hashes().length; i++) {
            learn(row.hashes()[i], row.identifiers().get(i));
        }
        learn(row.name(), row.language());
    }

    /** Becomes the one person that both are. */
    void take(Gathered other) {
        other.identifiers.forEach(this::learn);
        learn(other.name, other.language);
        other.into = this;
    }

    private void learn(UUID hash, Identifier identifier) {
        var known = identifiers.get(hash);
        // Letter case makes no difference to a log-in: of two spellings the first in the alphabet stays.
        if (known == null || known.value().compareTo(identifier.value()) > 0) {
            identifiers.put(hash, identifier);
            changed = true;
        }
    }

    private void learn(@Nullable String moreName, @Nullable String moreLanguage) {
        var fuller = Person.fuller(name, moreName);
        var preferred = Person.preferred(language, moreLanguage);
        changed |= !java.util.Objects.equals(fuller, name) || !java.util.Objects.equals(preferred, language);
        name = fuller;
        language = preferred;
    }

    /** Forgets identifiers that are known to be others'. */
    void forget(Set<UUID> others) {
        changed |= identifiers.keySet().removeAll(others);
    }

    /** The person that this one has become. */
    Gathered one() {
        var last = this;
        while (last.into != null) {
            last = last.into;
        }
        return last;
    }

    boolean isJoined() {
        return into != null;
    }

    boolean isChanged() {
        return changed;
    }

    boolean isEmpty() {
        return identifiers.isEmpty();
    }

    int size() {
        return identifiers.size();
    }

    @Nullable
    String language() {
        return language;
    }

    Person person() {
        return Person.of(name, identifiers.values());
    }

    /** What the person is known by. */
    Map<UUID, Identifier> identifiers() {
        return identifiers;
    }

    /** What the database knows the person by. */
    Set<UUID> storedHashes() {
        return stored;
    }

    @Override
    public String toString() {
        return "Gathered[" + seq + "]";
    }
}
