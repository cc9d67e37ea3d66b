package kz.qupiya.retention;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kz.qupiya.datamap.DataMap;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.datamap.SystemMap;
import kz.qupiya.datamap.TableName;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.retention.RetentionRun.Keeper;
import kz.qupiya.retention.RetentionRun.Part;
import kz.qupiya.retention.RetentionRun.State;
import kz.qupiya.security.Access;
import kz.qupiya.security.Caller;
import kz.qupiya.security.Callers;
import kz.qupiya.security.HiddenCases;
import kz.qupiya.security.Role;
import kz.qupiya.security.StaffDirectory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sweeps of data whose term of storage is over: what was counted, what stays and why, the two approvals, what became of it. Nothing here names a data subject. */
@RestController
@RequestMapping("/api/v1/operators/{operator}/retention-runs")
@Tag(name = "Retention")
class RetentionController {

    private static final Role[] READERS = {Role.OFFICER, Role.LAWYER, Role.MANAGER, Role.ADMIN};
    private static final Role[] APPROVERS = {Role.OFFICER, Role.LAWYER};
    private static final Role[] ASKERS = {Role.OFFICER};
    private static final int MOST = 100;

    private final Access access;
    private final Callers callers;
    private final RetentionRuns runs;
    private final DataMaps maps;
    private final StaffDirectory staff;
    private final HiddenCases hidden;
    private final MessageSource messages;

    RetentionController(
            Access access,
            Callers callers,
            RetentionRuns runs,
            DataMaps maps,
            StaffDirectory staff,
            HiddenCases hidden,
            MessageSource messages) {
        this.access = access;
        this.callers = callers;
        this.runs = runs;
        this.maps = maps;
        this.staff = staff;
        this.hidden = hidden;
        this.messages = messages;
    }

    /** @param digest of the preview that the approver has seen */
    record Approval(@Nullable String digest) {}

    /** @param reason one of those that {@code GET …/reasons} lists */
    record Rejection(@Nullable String reason) {}

    /** A code and what it means. */
    record Coded(String code, String text) {}

    /**
     * A run as it is shown.
     *
     * @param stateText its state in words
     * @param askedBy user id of who asked for it out of turn
     * @param names how the people are called whose ids stand here
     * @param mayApprove whether the approval that is waited for may be the caller's
     * @param mayReject whether the caller may reject it
     * @param errorText why it does not go on at present, in words
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RunView(
            UUID id,
            State state,
            String stateText,
            LocalDate asOf,
            String mapVersion,
            String digest,
            Instant preparedAt,
            @Nullable String askedBy,
            @Nullable String firstBy,
            @Nullable Instant firstAt,
            @Nullable String secondBy,
            @Nullable Instant secondAt,
            @Nullable String rejectedBy,
            @Nullable Instant rejectedAt,
            @Nullable Coded rejectedReason,
            Map<String, String> names,
            @Nullable Instant startedAt,
            @Nullable Instant completedAt,
            @Nullable String error,
            @Nullable String errorText,
            boolean mayApprove,
            boolean mayReject,
            List<PartView> parts) {}

    /** A part of it; see {@link Part}. {@code expected} is missing until somebody has looked what would stay. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PartView(
            String system,
            String systemTitle,
            String table,
            String title,
            String ground,
            String groundText,
            String what,
            long counted,
            long destroyed,
            long kept,
            @Nullable Long expected,
            @Nullable Long left,
            boolean done,
            List<KeeperView> keepers) {}

    /**
     * What keeps rows of a part.
     *
     * @param caseNumber the case that does; missing where it is hidden from the caller
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record KeeperView(Coded kind, @Nullable String caseNumber, long expected, long kept) {}

    @GetMapping
    @Operation(summary = "The sweeps of an operator, the newest first", description = "at most 100, 20 if not said")
    List<RunView> list(@PathVariable String operator, @RequestParam(defaultValue = "20") int most, Locale locale) {
        access.require(operator, READERS);
        if (most < 1 || most > MOST) {
            throw new InvalidInputException("most", "problem.field.invalid");
        }
        return new Views(callers.current(), locale).all(runs.of(new OperatorKey(operator), most));
    }

    @GetMapping("/reasons")
    @Operation(summary = "Why somebody may reject a sweep")
    List<Coded> reasons(@PathVariable String operator, Locale locale) {
        access.require(operator, READERS);
        return RetentionRun.REASONS.stream()
                .map(code -> new Coded(code, word("retention.reason." + code, locale)))
                .toList();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Counts now what is over, without waiting for the night; nothing is destroyed",
            description =
                    "For an officer, who may then give the first approval and not the last. 409 while another sweep of the operator is open, and where no term is over")
    RunView ask(@PathVariable String operator, Locale locale) {
        access.require(operator, ASKERS);
        return view(runs.ask(new OperatorKey(operator), callers.current()), locale);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One sweep: what was counted, who approved it, what became of it")
    RunView get(@PathVariable String operator, @PathVariable UUID id, Locale locale) {
        access.require(operator, READERS);
        return view(runs.get(new OperatorKey(operator), id), locale);
    }

    @PostMapping("/{id}/approve")
    @Operation(summary = "Approves what was counted: first an officer, then a lawyer or another officer")
    RunView approve(
            @PathVariable String operator, @PathVariable UUID id, @RequestBody Approval approval, Locale locale) {
        access.require(operator, APPROVERS);
        if (approval.digest() == null || approval.digest().isBlank()) {
            throw new InvalidInputException("digest", "problem.field.missing");
        }
        return view(runs.approve(new OperatorKey(operator), id, approval.digest(), callers.current()), locale);
    }

    @PostMapping("/{id}/reject")
    @Operation(summary = "Nothing of it is destroyed, for a reason; the next preview begins anew")
    RunView reject(
            @PathVariable String operator, @PathVariable UUID id, @RequestBody Rejection rejection, Locale locale) {
        access.require(operator, APPROVERS);
        return view(runs.reject(new OperatorKey(operator), id, rejection.reason(), callers.current()), locale);
    }

    private RunView view(RetentionRun run, Locale locale) {
        return new Views(callers.current(), locale).all(List.of(run)).get(0);
    }

    /** Runs as one reader sees them. */
    private final class Views {

        private final Caller reader;
        private final Locale locale;
        private final Set<String> unseen;

        Views(Caller reader, Locale locale) {
            this.reader = reader;
            this.locale = locale;
            this.unseen = hidden.numbersHiddenFrom(reader.id());
        }

        List<RunView> all(List<RetentionRun> all) {
            var names = staff.names(
                    all.stream().flatMap(run -> people(run).stream()).collect(Collectors.toSet()));
            return all.stream().map(run -> view(run, names)).toList();
        }

        private Set<String> people(RetentionRun run) {
            return Stream.of(run.askedBy(), run.firstBy(), run.secondBy(), run.rejectedBy())
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
        }

        private RunView view(RetentionRun run, Map<String, String> names) {
            var map = maps.find(run.operator());
            var error = run.error();
            var reason = run.rejectedReason();
            return new RunView(
                    run.id(),
                    run.state(),
                    word("retention.state." + run.state().json(), locale),
                    run.asOf(),
                    run.mapVersion(),
                    run.digest(),
                    run.preparedAt(),
                    run.askedBy(),
                    run.firstBy(),
                    run.firstAt(),
                    run.secondBy(),
                    run.secondAt(),
                    run.rejectedBy(),
                    run.rejectedAt(),
                    reason == null ? null : new Coded(reason, word("retention.reason." + reason, locale)),
                    people(run).stream().collect(Collectors.toMap(id -> id, id -> names.getOrDefault(id, id))),
                    run.startedAt(),
                    run.completedAt(),
                    error,
                    error == null ? null : error(error, locale),
                    run.mayApprove(reader),
                    run.waits() && reader.hasAny(APPROVERS),
                    run.parts().stream().map(part -> view(map, part)).toList());
        }

        private PartView view(Optional<DataMap> map, Part part) {
            var system = map.flatMap(m -> m.system(part.system()));
            return new PartView(
                    part.system(),
                    system.map(SystemMap::name).map(name -> name.in(locale)).orElse(part.system()),
                    part.table(),
                    system.flatMap(s -> s.table(TableName.of(part.table())))
                            .map(table -> table.title().in(locale))
                            .orElse(part.table()),
                    part.ground(),
                    map.map(m -> m.grounds().get(part.ground()))
                            .map(text -> text.in(locale))
                            .orElse(part.ground()),
                    RetentionStore.json(part.what()),
                    part.counted(),
                    part.destroyed(),
                    part.kept(),
                    part.expected(),
                    part.left(),
                    part.done(),
                    part.keepers().stream().map(this::view).toList());
        }

        private KeeperView view(Keeper keeper) {
            var kind = keeper.kind().json();
            return new KeeperView(
                    new Coded(kind, word("restriction.kind." + kind, locale)),
                    unseen.contains(keeper.caseNumber()) ? null : keeper.caseNumber(),
                    keeper.expected(),
                    keeper.kept());
        }
    }

    private String error(String code, Locale locale) {
        return String.valueOf(
                messages.getMessage("retention.error." + code, null, word("retention.error.system", locale), locale));
    }

    private String word(String code, Locale locale) {
        return String.valueOf(messages.getMessage(code, null, code, locale));
    }
}
