package kz.qupiya.security;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the engine's web applications may be asked for, and by whom. The first rule that fits an address and a method decides; what fits
 * none is nobody's.
 *
 * <p>The web applications bring a complete copy of engine REST, to each logged-in user. This list holds the calls that Tasklist and
 * Cockpit 7.24 make for reading, and of the writing ones: claiming and submitting a task, one's own profile and password, and the
 * administration of users. There is no start, no deployment, no filter, no task, comment, attachment, variable and no write to a job, for no
 * role: what a manager does to work under way goes over our own API, with a reason and on the record of the case. The engine's
 * authorisations and tenants narrow down further what each one sees.
 */
final class WebappRules {

    static final String ROOT = "/camunda";

    /** What decides about one address. */
    enum Verdict {
        /** Also without a log-in. */
        PUBLIC,
        /** For callers with one of the rule's roles. */
        ALLOWED,
        /** For nobody, or not for this caller. */
        DENIED
    }

    private record Rule(Set<String> methods, Pattern path, Set<Role> roles, boolean open) {}

    private static final Set<Role> STAFF = EnumSet.complementOf(EnumSet.of(Role.CLIENT));
    private static final Set<Role> WORKERS =
            EnumSet.of(Role.CLERK, Role.OFFICER, Role.LAWYER, Role.SECURITY, Role.CUSTODIAN, Role.MANAGER);
    private static final Set<Role> WATCHERS = EnumSet.of(Role.MANAGER, Role.ADMIN);
    private static final Set<Role> ADMINS = EnumSet.of(Role.ADMIN);

    private static final String API = ROOT + "/api";
    private static final String ENGINE = API + "/engine/engine/default";
    private static final String ID = "/[^/]+";

    /** A definition, and not the numbers of all of them, which has an address of the same form. */
    private static final String DEFINITION = "/(?!statistics)[^/]+";

    private static final List<Rule> RULES = List.of(
            // Pages, scripts and pictures; no data. The applications ask for a log-in themselves.
            open("GET,HEAD", ROOT),
            open("GET,HEAD", ROOT + "/app(/.*)?"),
            open("GET,HEAD", ROOT + "/(lib|assets)/.*"),
            open("GET,HEAD", ROOT + "/favicon\\.ico"),
            open("GET,HEAD", API + "/(cockpit|tasklist|admin|welcome)/plugin" + ID + "/static/.*"),
            open("GET", API + "/engine/engine"),
            // Log-in, log-out and who is logged in.
            open("GET", API + "/admin/auth/user/default"),
            open("POST", API + "/admin/auth/user/default/login/(tasklist|cockpit|admin|welcome)"),
            open("POST", API + "/admin/auth/user/default/logout"),

            // Everybody's own profile and password.
            allow(STAFF, "GET", ENGINE + "/user" + ID + "/profile"),
            allow(STAFF, "GET", ENGINE + "/(user|group)(/count)?"),
            allow(STAFF, "GET", ENGINE + "/identity/groups"),
            allow(STAFF, "GET,POST", ENGINE + "/identity/password-policy"),

            // Tasklist.
            allow(STAFF, "GET,OPTIONS", ENGINE + "/filter(/count|" + ID + ")?"),
            allow(STAFF, "GET,POST", ENGINE + "/filter" + ID + "/(list|count)"),
            allow(STAFF, "GET", ENGINE + "/task(/count|" + ID + ")?"),
            allow(
                    STAFF,
                    "GET",
                    ENGINE + "/task" + ID
                            + "/(form|deployed-form|rendered-form|form-variables|identity-links|comment|attachment)"),
            allow(WORKERS, "POST", ENGINE + "/task" + ID + "/(claim|submit-form)"),
            allow(STAFF, "GET", ENGINE + "/history/user-operation(/count)?"),
            allow(STAFF, "GET", ENGINE + "/process-definition(/count|" + DEFINITION + "(/xml)?)?"),
            allow(STAFF, "GET", ENGINE + "/decision-definition" + ID + "/xml"),
            allow(STAFF, "GET", API + "/tasklist/plugin/.*"),

            // Cockpit: reading, which for queries with a body is a POST.
            allow(
                    WATCHERS,
                    "GET",
                    ENGINE
                            + "/(process-definition|process-instance|task|job|job-definition|incident|variable-instance|execution"
                            + "|deployment|batch|case-definition|decision-definition|decision-requirements-definition|external-task|metrics"
                            + "|history|tenant|event-subscription|version)(/.*)?"),
            allow(
                    WATCHERS,
                    "POST",
                    ENGINE + "/(process-instance|task|job|variable-instance|execution|external-task)(/count)?"),
            allow(
                    WATCHERS,
                    "POST",
                    ENGINE
                            + "/history/(process-instance|activity-instance|variable-instance|task|detail|decision-instance"
                            + "|job-log|incident)(/count)?"),
            allow(WATCHERS, "GET,POST", API + "/cockpit/plugin/base/default/.*"),

            // Admin.
            allow(ADMINS, "GET,OPTIONS", ENGINE + "/(user|group|tenant|authorization|identity)(/.*)?"),
            allow(ADMINS, "POST", ENGINE + "/(user|group|tenant|authorization)/create"),
            allow(ADMINS, "POST", ENGINE + "/user" + ID + "/unlock"),
            allow(
                    ADMINS,
                    "PUT,DELETE",
                    ENGINE + "/(group|tenant)" + ID + "(/(members|user-members|group-members)" + ID + ")?"),
            allow(ADMINS, "PUT,DELETE", ENGINE + "/(user|authorization)" + ID),
            allow(ADMINS, "PUT", ENGINE + "/user" + ID + "/(profile|credentials)"),
            allow(ADMINS, "GET", API + "/admin/plugin/adminPlugins/default/metrics/.*"));

    private static final Pattern OWN = Pattern.compile(ENGINE + "/user/([^/]+)/(profile|credentials)");

    private WebappRules() {}

    /**
     * Decides about a request.
     *
     * @param path address without the context, as it was sent
     * @param roles roles of the caller, empty for nobody
     * @param callerId id of the caller, empty for nobody
     */
    static Verdict decide(String method, String path, Set<Role> roles, String callerId) {
        var address = path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path;
        if ("PUT".equals(method)) {
            var own = OWN.matcher(address);
            if (own.matches() && own.group(1).equals(callerId) && roles.stream().anyMatch(STAFF::contains)) {
                return Verdict.ALLOWED;
            }
        }
        for (var rule : RULES) {
            if (rule.methods().contains(method) && rule.path().matcher(address).matches()) {
                if (rule.open()) {
                    return Verdict.PUBLIC;
                }
                if (roles.stream().anyMatch(rule.roles()::contains)) {
                    return Verdict.ALLOWED;
                }
            }
        }
        return Verdict.DENIED;
    }

    private static Rule open(String methods, String path) {
        return new Rule(Set.of(methods.split(",")), Pattern.compile(path), Set.of(), true);
    }

    private static Rule allow(Set<Role> roles, String methods, String path) {
        return new Rule(Set.of(methods.split(",")), Pattern.compile(path), roles, false);
    }
}
