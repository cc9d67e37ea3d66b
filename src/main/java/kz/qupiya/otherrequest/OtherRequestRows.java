package kz.qupiya.otherrequest;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.subject.CaseVault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of other requests; texts of people go into the vault of the case. */
@Repository
class OtherRequestRows {

    /** Vault field of the answer's text. */
    static final String ANSWER = "answer.text";

    private static final String SELECT =
            "select case_id, about, claim, answered, reason, decided_by from qupiya.other_request where case_id = ?";

    private final JdbcClient jdbc;
    private final CaseVault vault;

    OtherRequestRows(JdbcClient jdbc, CaseVault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    void create(UUID caseId, About about, boolean claim) {
        jdbc.sql("insert into qupiya.other_request (case_id, about, claim) values (?, ?, ?)")
                .params(caseId, about.json(), claim)
                .update();
    }

    OtherRequest get(UUID caseId) {
        return one(SELECT, caseId);
    }

    /** The same, and nobody else decides, answers or re-classifies until the transaction ends. */
    OtherRequest lock(UUID caseId) {
        return one(SELECT + " for update", caseId);
    }

    private OtherRequest one(String sql, UUID caseId) {
        return jdbc.sql(sql)
                .param(caseId)
                .query(OtherRequestRows::map)
                .optional()
                .orElseThrow(() -> new NotFoundException("problem.status.404"));
    }

    private static OtherRequest map(ResultSet row, int n) throws SQLException {
        return new OtherRequest(
                row.getObject("case_id", UUID.class),
                About.find(row.getString("about")).orElseThrow(),
                row.getBoolean("claim"),
                row.getBoolean("answered"),
                row.getString("reason"),
                row.getString("decided_by"));
    }

    boolean exists(UUID caseId) {
        return jdbc.sql("select count(*) from qupiya.other_request where case_id = ?")
                        .param(caseId)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    void answer(UUID caseId, String text) {
        vault.put(caseId, ANSWER, text);
        jdbc.sql("update qupiya.other_request set answered = true where case_id = ?")
                .param(caseId)
                .update();
    }

    void decided(UUID caseId, @Nullable String reason, String by) {
        jdbc.sql("update qupiya.other_request set reason = ?, decided_by = ? where case_id = ?")
                .params(reason, by, caseId)
                .update();
    }
}
