package kz.qupiya.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import kz.qupiya.datamap.ActItem;
import kz.qupiya.demo.DemoNotifier.Message;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the notification service of kz pay bot knows: its subscribers and the acts that it was asked for. */
final class NotifierStore {

    private static final String TABLE = "subscriber";
    private static final List<String> COLUMNS = List.of("username", "phone", "email", "push_token", "topics");
    private static final List<String> RECTIFIED = List.of("phone", "email");
    private static final List<String> IDENTIFYING = List.of("username", "phone", "email", "push_token");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    NotifierStore(String url, JsonMapper json, Clock clock) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        this.json = json;
        this.clock = clock;
    }

    /** A step of an act that is done, and of which the application has to be told. */
    record Step(UUID actId, String step) {}

    /** The subscribers that these identifiers reach, and what else they are known by. */
    Map<String, Object> find(Message message) {
        List<Subscriber> found = subscribers(message);
        Map<String, Object> answer = head(message);
        answer.put("items", items(COLUMNS, found.isEmpty() ? "nothing-found" : outcome(found), found.size()));
        answer.put("identifiers", identifiers(found));
        return answer;
    }

    /** What {@link #run} would do; writes nothing. */
    Map<String, Object> preview(Message message) {
        List<Subscriber> found = subscribers(message);
        Map<String, Object> answer = head(message);
        answer.put("items", intended(message, found.size()));
        answer.put("identifiers", identifiers(found));
        return answer;
    }

    /** This service carries messages out at once: it owes nobody anything, and nobody owes it. */
    Map<String, Object> obligations(Message message) {
        Map<String, Object> answer = head(message);
        answer.put("obligations", List.of());
        return answer;
    }

    /** Does the act and keeps the answer; asked again it answers the same. */
    Step run(Message message) {
        UUID actId = Objects.requireNonNull(message.actId());
        return Objects.requireNonNull(transaction.execute(status -> {
            jdbc.sql("select pg_advisory_xact_lock(hashtext(?))")
                    .param(actId.toString())
                    .query()
                    .singleRow();
            List<Subscriber> found = subscribers(message);
            Optional<String> before = storedAnswer(actId);
            if (found.isEmpty() && before.isPresent()) {
                // destroyed the first time: nobody is found any more, and the first answer stands
                jdbc.sql("update notifier.act set answered_at = null where act_id = ?")
                        .param(actId)
                        .update();
                return new Step(actId, "run");
            }
            Map<String, Object> answer = head(message);
            answer.put("items", intended(message, found.size()));
            answer.put("identifiers", identifiers(found));
            if (kind(message).equals("export")) {
                answer.put(
                        "export",
                        Map.of(
                                TABLE,
                                found.stream().map(NotifierStore::exported).toList()));
            }
            change(message, found.stream().map(Subscriber::id).toList());
            jdbc.sql(
                            """
                            insert into notifier.act (act_id, step, kind, answer, received_at) values (?, 'run', ?, ?::jsonb, ?)
                            on conflict (act_id, step) do update set answer = excluded.answer, answered_at = null
                            """)
                    .params(actId, kind(message), text(answer), clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
            return new Step(actId, "run");
        }));
    }

    /** Looks whether the subscribers are as the act left them. */
    Map<String, Object> prove(Message message) {
        List<Subscriber> found = subscribers(message);
        boolean proved =
                switch (kind(message)) {
                    case "block" -> found.stream().allMatch(s -> s.state().equals("blocked"));
                    case "unblock" -> found.stream().allMatch(s -> s.state().equals("active"));
                    case "stop" -> found.stream().allMatch(s -> s.stopped().containsAll(purposes(message)));
                    case "destroy", "depersonalise" -> found.isEmpty();
                    case "rectify" -> found.stream().allMatch(s -> corrected(s, message));
                    default -> true;
                };
        Map<String, Object> answer = head(message);
        answer.put("state", proved ? "done" : "failed");
        if (!proved) {
            answer.put("error", "not-as-left");
        }
        Optional<String> ran = message.actId() == null ? Optional.empty() : storedAnswer(message.actId());
        answer.put("items", ran.isPresent() ? itemsOf(ran.get()) : intended(message, found.size()));
        answer.put("identifiers", identifiers(found));
        return answer;
    }

    /** Steps whose answers have not been taken. */
    List<Step> unanswered() {
        return jdbc.sql("select act_id, step from notifier.act where answered_at is null order by received_at")
                .query((row, n) -> new Step(row.getObject("act_id", UUID.class), row.getString("step")))
                .list();
    }

    String answerOf(Step step) {
        return jdbc.sql("select answer from notifier.act where act_id = ? and step = ?")
                .params(step.actId(), step.step())
                .query(String.class)
                .single();
    }

    void answered(Step step) {
        // the export went out with the answer; a copy of a person's data has no business here
        jdbc.sql(
                        "update notifier.act set answered_at = ?, answer = answer - 'export' - 'identifiers' where act_id = ? and step = ?")
                .params(clock.instant().atOffset(ZoneOffset.UTC), step.actId(), step.step())
                .update();
    }

    /** Counts, for whoever opens the service in a browser. */
    Map<String, Object> overview() {
        Map<String, Object> overview = new LinkedHashMap<>();
        Map<String, Object> states = new LinkedHashMap<>();
        jdbc.sql("select state, count(*) as n from notifier.subscriber group by state order by state")
                .query(row -> {
                    states.put(row.getString("state"), row.getLong("n"));
                });
        overview.put("subscribers", states);
        overview.put(
                "acts",
                jdbc.sql(
                                "select act_id, kind, received_at, answered_at from notifier.act order by received_at desc limit 50")
                        .query()
                        .listOfRows());
        return overview;
    }

    /** State of one subscriber; empty if there is none of that login. */
    Map<String, Object> subscriber(String login) {
        return jdbc
                .sql(
                        "select username, state, topics::text as topics, stopped::text as stopped, changed_at from notifier.subscriber where username = ?")
                .param(login)
                .query()
                .listOfRows()
                .stream()
                .findFirst()
                .orElseGet(Map::of);
    }

    /** Who is meant: a login decides; without one everybody whom the phone or the mail address reaches. */
    private List<Subscriber> subscribers(Message message) {
        List<Message.Identifier> identifiers = message.identifiers() == null ? List.of() : message.identifiers();
        List<String> logins = List.of(values(identifiers, "login"));
        List<Subscriber> reached = jdbc.sql(
                        """
                        select id, username, phone, email, push_token, topics, state, stopped from notifier.subscriber
                        where state <> 'erased' and (username = any(?) or phone = any(?) or lower(email) = any(?)) order by id
                        """)
                .params(logins.toArray(String[]::new), values(identifiers, "phone"), values(identifiers, "email"))
                .query((row, n) -> Subscriber.of(row))
                .list();
        // a phone of the household reaches others too
        return reached.stream()
                .filter(s -> logins.isEmpty() || s.username() == null || logins.contains(s.username()))
                .toList();
    }

    private static String[] values(List<Message.Identifier> identifiers, String kind) {
        return identifiers.stream()
                .filter(i -> i.kind().equals(kind))
                .map(Message.Identifier::value)
                .toArray(String[]::new);
    }

    private void change(Message message, List<Long> ids) {
        String change =
                switch (kind(message)) {
                    case "block" -> "state = 'blocked'";
                    case "unblock" -> "state = 'active'";
                    case "stop" ->
                        "stopped = array(select distinct unnest(stopped || cast('{"
                                + String.join(",", purposes(message)) + "}' as text[])) order by 1)";
                    case "destroy" ->
                        "state = 'erased', username = null, phone = null, email = null, push_token = null, topics = '{}'";
                    case "depersonalise" ->
                        "state = 'erased', username = null, phone = null, email = null, push_token = null";
                    default -> null;
                };
        Long[] keys = ids.toArray(Long[]::new);
        if (change != null) {
            jdbc.sql("update notifier.subscriber set " + change + ", changed_at = ? where id = any(?)")
                    .params(clock.instant().atOffset(ZoneOffset.UTC), keys)
                    .update();
        }
        if (kind(message).equals("rectify")) {
            for (Message.NewValue value : values(message)) {
                if (!RECTIFIED.contains(value.column())) {
                    throw new IllegalArgumentException("column");
                }
                jdbc.sql("update notifier.subscriber set " + value.column() + " = ?, changed_at = ? where id = any(?)")
                        .params(Arrays.asList(value.value(), clock.instant().atOffset(ZoneOffset.UTC), keys))
                        .update();
            }
        }
    }

    private static List<Map<String, Object>> intended(Message message, int count) {
        String kind = kind(message);
        List<String> columns = kind.equals("rectify")
                ? values(message).stream()
                        .map(Message.NewValue::column)
                        .distinct()
                        .toList()
                : COLUMNS;
        if (count == 0) {
            return items(columns, "nothing-found", 0);
        }
        return switch (kind) {
            case "block" -> items(columns, "blocked", count);
            case "unblock" -> items(columns, "unblocked", count);
            case "stop" -> items(columns, "stopped", count);
            case "export" -> items(columns, "exported", count);
            case "rectify" -> items(columns, "rectified", count);
            case "destroy" -> items(columns, "destroyed", count);
            case "depersonalise" -> {
                List<Map<String, Object>> items = new ArrayList<>(items(IDENTIFYING, "masked", count));
                // topics tell nothing about anybody once the rest is gone
                items.add(Map.of(
                        "table",
                        TABLE,
                        "column",
                        "topics",
                        "outcome",
                        "kept",
                        "count",
                        count,
                        "ground",
                        ActItem.NOT_PERSONAL));
                yield items;
            }
            default -> items(columns, "failed", count);
        };
    }

    private static String outcome(List<Subscriber> found) {
        return found.stream().allMatch(s -> s.state().equals("blocked")) ? "blocked" : "unblocked";
    }

    private static List<Map<String, Object>> items(List<String> columns, String outcome, int count) {
        return columns.stream().map(column -> item(column, outcome, count)).toList();
    }

    private static Map<String, Object> item(String column, String outcome, int count) {
        return Map.of("table", TABLE, "column", column, "outcome", outcome, "count", count);
    }

    /** What else the person is known by; nothing where nobody can say which of several subscribers is meant. */
    private static List<Map<String, String>> identifiers(List<Subscriber> found) {
        if (found.stream()
                        .map(Subscriber::username)
                        .filter(Objects::nonNull)
                        .distinct()
                        .count()
                > 1) {
            return List.of();
        }
        List<Map<String, String>> identifiers = new ArrayList<>();
        for (Subscriber subscriber : found) {
            add(identifiers, "login", subscriber.username());
            add(identifiers, "phone", subscriber.phone());
            add(identifiers, "email", subscriber.email());
        }
        return identifiers.stream().distinct().toList();
    }

    private static void add(List<Map<String, String>> identifiers, String kind, @Nullable String value) {
        if (value != null) {
            identifiers.add(Map.of("kind", kind, "value", value));
        }
    }

    private static boolean corrected(Subscriber subscriber, Message message) {
        return values(message).stream()
                .allMatch(value ->
                        Objects.equals(value.value(), exported(subscriber).get(value.column())));
    }

    private static Map<String, Object> exported(Subscriber subscriber) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("username", subscriber.username());
        values.put("phone", subscriber.phone());
        values.put("email", subscriber.email());
        values.put("push_token", subscriber.pushToken());
        values.put("topics", subscriber.topics());
        return values;
    }

    private Map<String, Object> head(Message message) {
        Map<String, Object> answer = new LinkedHashMap<>();
        if (message.actId() != null) {
            answer.put("actId", message.actId());
        }
        answer.put("step", message.step());
        answer.put("state", "done");
        return answer;
    }

    private Optional<String> storedAnswer(UUID actId) {
        return jdbc.sql("select answer from notifier.act where act_id = ? and step = 'run'")
                .param(actId)
                .query(String.class)
                .optional();
    }

    private Object itemsOf(String answer) {
        try {
            return json.readTree(answer).path("items");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored answer");
        }
    }

    private String text(Object answer) {
        try {
            return json.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("answer");
        }
    }

    private static String kind(Message message) {
        return message.kind() == null ? "" : message.kind();
    }

    /** Words of the protocol; anything else would be none of ours. */
    private static List<String> purposes(Message message) {
        List<String> purposes = message.purposes() == null ? List.of() : message.purposes();
        if (purposes.stream().anyMatch(purpose -> !purpose.matches("[a-z-]+"))) {
            throw new IllegalArgumentException("purposes");
        }
        return purposes;
    }

    private static List<Message.NewValue> values(Message message) {
        return message.values() == null ? List.of() : message.values();
    }

    private record Subscriber(
            long id,
            @Nullable String username,
            @Nullable String phone,
            @Nullable String email,
            @Nullable String pushToken,
            List<String> topics,
            String state,
            List<String> stopped) {

        static Subscriber of(ResultSet row) throws SQLException {
            Array topics = row.getArray("topics");
            return new Subscriber(
                    row.getLong("id"),
                    row.getString("username"),
                    row.getString("phone"),
                    row.getString("email"),
                    row.getString("push_token"),
                    List.of((String[]) topics.getArray()),
                    row.getString("state"),
                    List.of((String[]) row.getArray("stopped").getArray()));
        }
    }
}
