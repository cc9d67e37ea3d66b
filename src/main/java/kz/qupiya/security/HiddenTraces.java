package kz.qupiya.security;

import java.util.Collection;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the engine calls the hidden cases: it knows instances, executions, tasks and jobs, and the number of the case as a business key. */
@Component
class HiddenTraces {

    private final HiddenCases hidden;
    private final JdbcClient jdbc;

    HiddenTraces(HiddenCases hidden, JdbcClient jdbc) {
        this.hidden = hidden;
        this.jdbc = jdbc;
    }

    /** Numbers of the cases hidden from that user, and ids of their instances, running and ended; empty for nearly everybody. */
    Set<String> of(String userId) {
        var numbers = hidden.numbersHiddenFrom(userId);
        if (numbers.isEmpty()) {
            return Set.of();
        }
        return jdbc.sql(
                        """
                        select unnest(:numbers::text[])
                        union select id_ from act_hi_procinst where business_key_ = any(:numbers::text[])
                        union select proc_inst_id_ from act_ru_execution where business_key_ = any(:numbers::text[])""")
                .param("numbers", numbers.toArray(String[]::new))
                .query(String.class)
                .set();
    }

    /**
     * Whether one of these words, taken from an address, names something that belongs to a hidden case.
     *
     * @param traces what {@link #of} gave
     */
    boolean named(Set<String> traces, Collection<String> words) {
        if (words.stream().anyMatch(traces::contains)) {
            return true;
        }
        return jdbc.sql(
                        """
                        select exists (select from act_ru_task where id_ = any(:words::text[]) and proc_inst_id_ = any(:traces::text[]))
                            or exists (select from act_hi_taskinst where id_ = any(:words::text[]) and proc_inst_id_ = any(:traces::text[]))
                            or exists (select from act_ru_execution where id_ = any(:words::text[]) and proc_inst_id_ = any(:traces::text[]))
                            or exists (select from act_ru_job where id_ = any(:words::text[]) and process_instance_id_ = any(:traces::text[]))
                            or exists (select from act_ru_incident where id_ = any(:words::text[]) and proc_inst_id_ = any(:traces::text[]))
                            or exists (select from act_ru_variable where id_ = any(:words::text[]) and proc_inst_id_ = any(:traces::text[]))
                            or exists (select from act_hi_varinst where id_ = any(:words::text[]) and proc_inst_id_ = any(:traces::text[]))
                            or exists (select from act_hi_actinst where id_ = any(:words::text[]) and proc_inst_id_ = any(:traces::text[]))
                            or exists (select from act_hi_job_log where id_ = any(:words::text[]) and process_instance_id_ = any(:traces::text[]))""")
                .param("words", words.toArray(String[]::new))
                .param("traces", traces.toArray(String[]::new))
                .query(Boolean.class)
                .single();
    }
}
