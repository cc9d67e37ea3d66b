package kz.qupiya.casefile;

import java.time.Instant;
import java.util.Optional;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Operators;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Numbers of cases, one row of them for each operator and year of receipt in Asia/Almaty. Every number is used: one whose transaction is rolled back is free again and goes
 * to the next case (decision 0070). Cases that are opened at the same time do not wait for each other.
 */
@Component
class CaseNumbers {

    /** How many numbers are made at a time. */
    private static final int BATCH = 16;

    private final JdbcClient jdbc;
    private final Operators operators;
    private final TransactionTemplate alone;

    CaseNumbers(JdbcClient jdbc, Operators operators, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.operators = operators;
        this.alone = new TransactionTemplate(transactions);
        this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Takes a number in the caller's transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    CaseNumber next(OperatorKey operator, Instant receivedAt) {
        var prefix = operators.get(operator).casePrefix();
        int year = Almaty.dayOf(receivedAt).getYear();
        var number = take(operator, year);
        while (number.isEmpty()) {
            alone.executeWithoutResult(status -> make(operator, year));
            number = take(operator, year);
        }
        return CaseNumber.of(prefix, year, number.get());
    }

    private Optional<Long> take(OperatorKey operator, int year) {
        return jdbc.sql(
                        """
                        delete from qupiya.case_number_free
                         where operator = :operator and year = :year
                           and number = (select number from qupiya.case_number_free
                                          where operator = :operator and year = :year
                                          order by number limit 1 for update skip locked)
                        returning number""")
                .param("operator", operator.value())
                .param("year", year)
                .query(Long.class)
                .optional();
    }

    private void make(OperatorKey operator, int year) {
        jdbc.sql(
                        """
                        with made as (
                            insert into qupiya.case_counter (operator, year, last) values (:operator, :year, :batch)
                            on conflict (operator, year) do update set last = case_counter.last + :batch
                            returning last)
                        insert into qupiya.case_number_free (operator, year, number)
                        select :operator, :year, n from made, generate_series(made.last - :batch + 1, made.last) n""")
                .param("operator", operator.value())
                .param("year", year)
                .param("batch", BATCH)
                .update();
    }
}
