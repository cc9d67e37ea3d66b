package kz.qupiya.breachnotification;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import kz.qupiya.affected.AffectedLoads;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFile;
import kz.qupiya.casefile.Channel;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.subject.MadeUpIin;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;

/**
 * Rehearsals: the whole process on people who do not exist, with the staff and the terms of a real breach. Nothing leaves the house: the letter to the authority is only printed, notices are
 * written and counted and given to no mail server. {@link BreachReport} tells afterwards how long each step took.
 */
@Service
public class Rehearsals {

    private static final int MOST_PEOPLE = 1_000_000;
    private static final int USUAL = 1_000;

    private final Breaches breaches;
    private final AffectedLoads loads;
    private final MessageSource messages;
    private final Clock clock;

    Rehearsals(Breaches breaches, AffectedLoads loads, MessageSource messages, Clock clock) {
        this.breaches = breaches;
        this.loads = loads;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * A rehearsal as it is ordered.
     *
     * @param kind   code of {@link BreachKind}; a disclosure if none is named
     * @param people how many made-up people, up to a million; 1,000 if none is named
     */
    public record Order(@Nullable String kind, @Nullable Integer people) {}

    /**
     * Begins a rehearsal: a breach discovered now, with a list of made-up people that collects.
     *
     * @throws InvalidInputException naming every bad field
     */
    public CaseFile begin(OperatorKey operator, Order order, Actor by) {
        int people = order.people() == null ? USUAL : order.people();
        if (people < 1 || people > MOST_PEOPLE) {
            throw new InvalidInputException("people", "breachnotification.rehearsal.people", MOST_PEOPLE);
        }
        var caseFile = breaches.open(
                operator,
                new BreachRequest(
                        clock.instant(),
                        null,
                        order.kind() == null ? BreachKind.DISCLOSURE.code() : order.kind(),
                        messages.getMessage(
                                "breachnotification.rehearsal.description",
                                null,
                                java.util.Locale.forLanguageTag("ru")),
                        List.of("identity", "contact"),
                        null,
                        null,
                        true),
                by,
                Channel.API);
        loads.add(caseFile.id(), new MadeUp(people), by);
        return caseFile;
    }

    /** A CSV of people who do not exist, written as it is read. Mail addresses end in {@code .invalid}, which no server answers for (RFC 2606). */
    private static final class MadeUp extends InputStream {

        private final int people;
        private InputStream line;
        private int made;
        private LocalDate born = LocalDate.of(1950, 1, 1);
        private int serial = MadeUpIin.FIRST_SERIAL;

        MadeUp(int people) {
            this.people = people;
            this.line = bytes("iin,phone,email,name,language\n");
        }

        @Override
        public int read() throws IOException {
            int next = line.read();
            if (next >= 0 || made == people) {
                return next;
            }
            line = bytes(person());
            return line.read();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int count = line.read(into, from, length);
            if (count >= 0 || made == people) {
                return count;
            }
            line = bytes(person());
            return line.read(into, from, length);
        }

        private String person() {
            made++;
            return iin() + ",+7700" + String.format("%07d", made) + ",rehearsal-" + made
                    + "@rehearsal.invalid,Учебная Запись " + made + "," + (made % 2 == 0 ? "kk" : "ru") + "\n";
        }

        /** The next number of nobody. */
        private String iin() {
            String iin;
            do {
                iin = MadeUpIin.of(born, made % 2 == 0, serial);
                if (++serial > MadeUpIin.LAST_SERIAL) {
                    serial = MadeUpIin.FIRST_SERIAL;
                    born = born.plusDays(1);
                }
            } while (iin == null);
            return iin;
        }

        private static InputStream bytes(String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
