package kz.qupiya.casework;

import kz.qupiya.casefile.Parties;
import kz.qupiya.datamap.DataMap;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.datamap.PersonFinder;
import kz.qupiya.problem.ProblemException;
import kz.qupiya.restriction.Holds;
import kz.qupiya.restriction.Restriction;
import kz.qupiya.restriction.Restrictions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds under which other identifiers the systems know a person on whom a hold stands, whatever process set it. Until every system has told, destructions of people who
 * cannot be told apart from that person wait ({@link Holds}).
 */
@Service
public class HoldSearches {

    private static final Logger log = LoggerFactory.getLogger(HoldSearches.class);

    private final Holds holds;
    private final Restrictions restrictions;
    private final DataMaps maps;
    private final PersonFinder finder;
    private final Parties parties;
    private final TransactionTemplate transaction;

    HoldSearches(
            Holds holds,
            Restrictions restrictions,
            DataMaps maps,
            PersonFinder finder,
            Parties parties,
            TransactionTemplate transaction) {
        this.holds = holds;
        this.restrictions = restrictions;
        this.maps = maps;
        this.finder = finder;
        this.parties = parties;
        this.transaction = transaction;
    }

    /**
     * Looks everyone up whose hold has not been searched for. Safe to repeat, on several nodes too.
     *
     * @return how many holds are known completely now
     */
    public int sweep() {
        var completed = 0;
        for (DataMap map : maps.all()) {
            for (Restriction hold : holds.unsearched(map.operator())) {
                try {
                    completed += search(hold) ? 1 : 0;
                } catch (ProblemException e) {
                    log.warn("the search of the hold {} waits: {}", hold.id(), e.code());
                } catch (RuntimeException e) {
                    // One that fails must not keep the others; its message may quote data.
                    log.error(
                            "the search of the hold {} failed: {}",
                            hold.id(),
                            e.getClass().getName());
                }
            }
        }
        return completed;
    }

    private boolean search(Restriction hold) {
        var person = parties.identifiers(hold.caseId());
        if (person.isEmpty()) {
            // Nobody can be looked up without an identifier: the hold stays on the safe side.
            return false;
        }
        // The operator's systems may take some seconds: no transaction is open meanwhile.
        var findings = finder.find(hold.operator(), person);
        var complete = findings.failedSystems().isEmpty();
        transaction.executeWithoutResult(status -> {
            findings.records().forEach(record -> restrictions.join(hold.id(), record));
            if (complete) {
                restrictions.searchCompleted(hold.id());
            }
        });
        return complete;
    }
}
