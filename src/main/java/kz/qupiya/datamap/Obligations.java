package kz.qupiya.datamap;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.Identifier;

/**
 * What a person and the operator still owe each other, as the operator's systems say: a withdrawal of consent does not end the processing that an unfulfilled obligation
 * needs (Law 94-V art. 8(2)).
 */
public interface Obligations {

    /**
     * Asks every system whose map names obligations. Writes nothing anywhere, and never throws for a system that fails.
     *
     * @param person the identifiers by which the person is named; the systems add to them
     * @throws kz.qupiya.problem.NotFoundException if the operator has no map
     * @throws kz.qupiya.problem.ConflictException if its map was rejected
     */
    Found find(OperatorKey operator, Collection<Identifier> person);

    /** What a custodian is to be asked, by the map: nothing for a system that answers by itself or owes nobody anything. */
    List<Question> questions(OperatorKey operator, String system);

    /**
     * What was found. No personal data.
     *
     * @param obligations unfulfilled, system by system; an obligation that nobody has does not stand here
     * @param failedSystems keys of the systems that could not be asked; as long as there is one, what was found is not all
     * @param toAsk keys of the systems whose custodian has to be asked, see {@link #questions}
     */
    record Found(List<Obligation> obligations, Set<String> failedSystems, Set<String> toAsk) {

        public Found {
            obligations = List.copyOf(obligations);
            failedSystems = Set.copyOf(failedSystems);
            toAsk = Set.copyOf(toAsk);
        }
    }

    /**
     * An unfulfilled obligation.
     *
     * @param code code of the map, for example {@code unpaid-invoice}
     * @param count how many there are, at least one
     * @param purposes what has to stay allowed until it is fulfilled
     */
    record Obligation(String system, String code, Texts name, long count, Set<Purpose> purposes) {

        public Obligation {
            purposes = Set.copyOf(purposes);
        }
    }

    /** An obligation that a custodian is asked about; the fields are those of {@link Obligation}. */
    record Question(String system, String code, Texts name, Set<Purpose> purposes) {

        public Question {
            purposes = Set.copyOf(purposes);
        }
    }
}
