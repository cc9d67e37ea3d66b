package kz.qupiya.affected;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import kz.qupiya.affected.ListStore.Stored;
import kz.qupiya.campaign.Audience;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.subject.CaseSeals;
import kz.qupiya.subject.IdentifierKind;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The people of a list as a campaign asks for them; the audience is the list. Whose data were destroyed with the case file cannot be reached any more. */
@Component
class ListAudience implements Audience {

    private final ListStore lists;
    private final CaseSeals seals;
    private final JdbcClient jdbc;

    ListAudience(ListStore lists, CaseSeals seals, JdbcClient jdbc) {
        this.lists = lists;
        this.seals = seals;
        this.jdbc = jdbc;
    }

    @Override
    @Transactional(readOnly = true)
    public List<Member> members(UUID audience, long afterSeq, int limit) {
        return jdbc.sql(
                        """
                        select seq, language, has from qupiya.affected_person
                         where list = ? and seq > ? and same_seq is null order by seq limit ?""")
                .params(list(audience).no(), afterSeq, limit)
                .query((rs, n) -> new Member(
                        rs.getLong(1),
                        rs.getString(2),
                        (rs.getInt(3) & Person.EMAIL) != 0,
                        (rs.getInt(3) & Person.PHONE) != 0))
                .list();
    }

    @Override
    @Transactional(readOnly = true)
    public List<Contact> contacts(UUID audience, Collection<Long> seqs) {
        var list = list(audience);
        var seal = seals.toRead(list.caseId());
        if (seal.isEmpty()) {
            return List.of();
        }
        List<Contact> contacts = new ArrayList<>(seqs.size());
        jdbc.sql("select seq, sealed from qupiya.affected_person where list = ? and seq = any (?) and same_seq is null")
                .param(list.no())
                .param(seqs.stream().map(Math::toIntExact).toArray(Integer[]::new))
                .query(rs -> {
                    var person =
                            Person.read(seal.get().open(PeopleStore.label(list.no(), rs.getInt(1)), rs.getBytes(2)));
                    contacts.add(new Contact(
                            rs.getLong(1),
                            person.name(),
                            person.first(IdentifierKind.EMAIL),
                            person.phones().stream().findFirst().orElse(null),
                            null));
                });
        return contacts;
    }

    private Stored list(UUID audience) {
        return lists.find(audience).orElseThrow(() -> new NotFoundException("affected.list.unknown"));
    }
}
