package kz.qupiya.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import kz.qupiya.testing.QupiyaTest;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.web.server.LocalServerPort;

@QupiyaTest
@DisplayName("Lists of tasks by operator and process")
class OperatorListsTest {

    private static final String PASSWORD = "Some-Pass_1234";
    private static final String USER = "lister";

    @LocalServerPort
    int port;

    @Autowired
    Staff staff;

    @Autowired
    UserRegister register;

    @Autowired
    IdentityService identity;

    @Autowired
    FilterService filters;

    @Autowired
    AccessSetup setup;

    @AfterEach
    void remove() {
        staff.delete(USER);
    }

    @Test
    @DisplayName("are those of one's own operators, from the moment one joins until one leaves")
    void ownOperators() throws IOException {
        staff.make(USER, PASSWORD, Role.OFFICER, Staff.OPERATOR);
        assertThat(lists())
                .contains("operator:" + Staff.OPERATOR, "process:dataBlocking", "mine")
                .doesNotContain("operator:" + Staff.FOREIGN);
        register.joinOperators(USER, List.of(Staff.FOREIGN));
        identity.deleteTenantUserMembership(Staff.OPERATOR, USER);
        assertThat(lists()).contains("operator:" + Staff.FOREIGN).doesNotContain("operator:" + Staff.OPERATOR);
    }

    @Test
    @DisplayName("are made and renamed at each start, once each, and go with what they were for")
    void atEachStart() throws Exception {
        // what other tests left is put in order first
        setup.run(new DefaultApplicationArguments());
        var gone = filters.newTaskFilter("Бывший оператор");
        gone.setQuery(filters.createTaskFilterQuery()
                .filterName("Мои задачи")
                .singleResult()
                .getQuery());
        gone.setProperties(Map.of(StaffFilters.CODE, "operator:no-more"));
        filters.saveFilter(gone);
        var renamed =
                filters.createTaskFilterQuery().filterName("Звонобот Казахстан").singleResult();
        renamed.setName("Прежнее имя");
        filters.saveFilter(renamed);
        long before = filters.createTaskFilterQuery().count();

        setup.run(new DefaultApplicationArguments());

        assertThat(filters.createTaskFilterQuery().count()).isEqualTo(before - 1);
        assertThat(filters.createTaskFilterQuery().filterId(gone.getId()).count())
                .isZero();
        assertThat(filters.createTaskFilterQuery()
                        .filterName("Звонобот Казахстан")
                        .singleResult()
                        .getId())
                .isEqualTo(renamed.getId());
    }

    private List<String> lists() throws IOException {
        var browser = Http.session(port, USER, PASSWORD, "tasklist");
        var answer = browser.get("/camunda/api/engine/engine/default/filter?itemCount=false&maxResults=100");
        assertThat(answer.statusCode()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body()).findValuesAsText(StaffFilters.CODE);
    }
}
