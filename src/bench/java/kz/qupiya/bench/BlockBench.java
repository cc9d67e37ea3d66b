package kz.qupiya.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import kz.qupiya.bench.CapturingDriver.Sent;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.Channel;
import kz.qupiya.casefile.Requester;
import kz.qupiya.casefile.RequesterKind;
import kz.qupiya.datablocking.DataBlockRequest;
import kz.qupiya.datablocking.DataBlocks;
import kz.qupiya.datamap.Act;
import kz.qupiya.datamap.Acts;
import kz.qupiya.datamap.PrepareAct;
import kz.qupiya.datamap.SystemState;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.subject.SubjectInput;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Blocking one person over the demonstration map (prepare, run, prove), beside the same statements sent by hand: what the block of that very
 * person sent to the operator's database before, with its parameters, over one connection, and nothing else.
 */
@QupiyaBench
class BlockBench {

    private static final int WARM_UP = Integer.getInteger("bench.people.warm-up", 25);
    private static final int PEOPLE = Integer.getInteger("bench.people", 25);
    private static final OperatorKey OPERATOR = new OperatorKey("zvonobot");

    @Autowired
    Acts acts;

    @Autowired
    DataBlocks blocks;

    /** How long each side took with each person, in seconds. */
    private record Times(List<Double> acts, List<Double> floors) {}

    @Test
    void blockOfOnePerson() throws Exception {
        var driver = CapturingDriver.INSTANCE;
        // Opens the connection to the operator's database, and looks at nobody we count.
        block(open("850515499993"), "850515499993");
        try (var connection = driver.plain()) {
            connection.setAutoCommit(false);
            var people = people(connection);
            var floor = new Replay(connection);
            var times = new Times(new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < people.size(); i++) {
                var measured = i < WARM_UP ? new Times(new ArrayList<>(), new ArrayList<>()) : times;
                both(people.get(i), i % 2 == 0, floor, measured);
            }
            Report.add(
                    Report.Row.BLOCK,
                    "block of one person over the demonstration map of " + OPERATOR.value()
                            + "; floor: the same statements by hand",
                    "/s",
                    rates(times.acts),
                    rates(times.floors),
                    0.5);
        }
    }

    private void both(String iin, boolean actFirst, Replay floor, Times times) throws Exception {
        var file = open(iin);
        List<Sent> block = CapturingDriver.INSTANCE.record(() -> block(file, iin)).sent;
        List<Sent> unblock = CapturingDriver.INSTANCE.record(() -> unblock(file, iin)).sent;
        assertThat(block).anyMatch(sent -> sent.sql != null && sent.sql.startsWith("update"));
        for (int half = 0; half < 2; half++) {
            if ((half == 0) == actFirst) {
                times.acts.add(seconds(() -> block(file, iin)));
                unblock(file, iin);
            } else {
                times.floors.add(seconds(() -> {
                    floor.send(block);
                    return true;
                }));
                floor.send(unblock);
            }
        }
    }

    private CaseFile open(String iin) {
        return blocks.open(
                OPERATOR,
                new DataBlockRequest(
                        new SubjectInput(iin, null, null, null, null, null),
                        new Requester(RequesterKind.SUBJECT, "Бенч Демонстрационный", null),
                        "inaccurate-data",
                        "Фамилия записана с ошибкой.",
                        null,
                        null,
                        null),
                Actor.system("bench"),
                Channel.API);
    }

    private Act block(CaseFile file, String iin) {
        return whole(PrepareAct.block(OPERATOR, file.id(), identifiers(iin), "bench"));
    }

    private Act unblock(CaseFile file, String iin) {
        return whole(PrepareAct.unblock(OPERATOR, file.id(), identifiers(iin), "bench"));
    }

    private Act whole(PrepareAct order) {
        var act = acts.preview(order);
        for (Act.ActSystem system : act.systems()) {
            assertThat(acts.run(act.id(), system.system())).isEqualTo(SystemState.DONE);
            assertThat(acts.prove(act.id(), system.system())).isEqualTo(SystemState.PROVED);
        }
        return act;
    }

    private static List<Identifier> identifiers(String iin) {
        return List.of(new Identifier(IdentifierKind.IIN, iin));
    }

    private static List<String> people(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(
                "select iin from lk.client where iin is not null and iin <> '850515499993' and not is_blocked order by id limit ?")) {
            statement.setInt(1, WARM_UP + PEOPLE);
            List<String> people = new ArrayList<>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    people.add(rows.getString(1));
                }
            }
            connection.commit();
            assertThat(people).hasSize(WARM_UP + PEOPLE);
            return people;
        }
    }

    private static double seconds(Callable<?> work) throws Exception {
        var start = System.nanoTime();
        work.call();
        return (System.nanoTime() - start) / 1e9;
    }

    private static List<Double> rates(List<Double> seconds) {
        return seconds.stream().map(s -> 1 / s).toList();
    }
}
