package kz.qupiya.datablocking;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import kz.qupiya.datamap.Correction;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.subject.CaseVault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of data blocking; values of people go into the vault of the case. */
@Repository
class DataBlockRows {

    private final JdbcClient jdbc;
    private final CaseVault vault;

    DataBlockRows(JdbcClient jdbc, CaseVault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    void create(UUID caseId, UUID restrictionId) {
        jdbc.sql("insert into qupiya.data_block (case_id, restriction_id) values (?, ?)")
                .params(caseId, restrictionId)
                .update();
    }

    DataBlock get(UUID caseId) {
        return jdbc.sql(
                        """
                        select case_id, restriction_id, decision_reason, decided_by, confirming_document, confirmed_on, rejection_reason
                        from qupiya.data_block where case_id = ?""")
                .param(caseId)
                .query(DataBlock.class)
                .optional()
                .orElseThrow(() -> new NotFoundException("problem.status.404"));
    }

    boolean exists(UUID caseId) {
        return jdbc.sql("select count(*) from qupiya.data_block where case_id = ?")
                        .param(caseId)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    void decided(UUID caseId, @Nullable String reason, String by) {
        jdbc.sql("update qupiya.data_block set decision_reason = ?, decided_by = ? where case_id = ?")
                .params(reason, by, caseId)
                .update();
    }

    void rejected(UUID caseId, String reason, String by) {
        jdbc.sql("update qupiya.data_block set rejection_reason = ?, rejected_by = ? where case_id = ?")
                .params(reason, by, caseId)
                .update();
    }

    /** Replaces what was recorded before: the officer sends the whole list each time. */
    void correct(UUID caseId, List<Correction> corrections, UUID document, LocalDate confirmedOn) {
        jdbc.sql("update qupiya.data_block set confirming_document = ?, confirmed_on = ? where case_id = ?")
                .params(document, confirmedOn, caseId)
                .update();
        jdbc.sql("delete from qupiya.data_block_correction where case_id = ?")
                .param(caseId)
                .update();
        for (int i = 0; i < corrections.size(); i++) {
            var correction = corrections.get(i);
            jdbc.sql(
                            "insert into qupiya.data_block_correction (case_id, position, field, old_given, clears) values (?, ?, ?, ?, ?)")
                    .params(caseId, i, correction.field(), correction.oldValue() != null, correction.newValue() == null)
                    .update();
            if (correction.oldValue() != null) {
                vault.put(caseId, oldValueField(i), correction.oldValue());
            }
            if (correction.newValue() != null) {
                vault.put(caseId, newValueField(i), correction.newValue());
            }
        }
    }

    List<Correction> corrections(UUID caseId) {
        List<Correction> corrections = new ArrayList<>();
        for (var row : rows(caseId)) {
            corrections.add(new Correction(
                    row.field(),
                    row.oldGiven()
                            ? vault.reveal(caseId, oldValueField(row.position()))
                                    .orElse(null)
                            : null,
                    row.clears()
                            ? null
                            : vault.reveal(caseId, newValueField(row.position()))
                                    .orElse(null)));
        }
        return corrections;
    }

    List<CorrectionRow> rows(UUID caseId) {
        return jdbc.sql(
                        "select position, field, old_given, clears from qupiya.data_block_correction where case_id = ? order by position")
                .param(caseId)
                .query(CorrectionRow.class)
                .list();
    }

    static String newValueField(int position) {
        return "correction." + position + ".new";
    }

    private static String oldValueField(int position) {
        return "correction." + position + ".old";
    }

    record CorrectionRow(int position, String field, boolean oldGiven, boolean clears) {}
}
