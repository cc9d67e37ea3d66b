package kz.qupiya.operator;

import java.net.URI;
import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import kz.qupiya.calendar.Term;
import kz.qupiya.calendar.TermUnit;
import kz.qupiya.calendar.WorkingWeek;
import org.jspecify.annotations.Nullable;

/** Reads a profile, and refuses one that is not complete and sound. */
final class ProfileReader {

    /** Kinds of breach, as the process of a breach knows them (Law 94-V art. 1(15-1)). */
    private static final List<String> BREACHES =
            List.of("loss", "disclosure", "alteration", "destruction", "unauthorised-access");

    /** What an operator may admit by itself. */
    private static final List<String> ADMITTED = List.of("any", "real-damage");

    private static final Pattern PREFIX = Pattern.compile("[A-Z]{3}");
    private static final Pattern BIN = Pattern.compile("\\d{12}");
    private static final Pattern PHONE = Pattern.compile("\\+\\d{7,15}");
    private static final Pattern MAIL = Pattern.compile("[^\\s@<>]+@[^\\s@<>]+\\.[^\\s@<>.]+");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final List<String> CHANNELS = List.of("api", "engine", "form", "mail", "letter", "call", "visit");

    /** Terms that nobody else sets; a profile without them would leave deadlines without a date. */
    private static final Set<Duty> NEEDED =
            EnumSet.of(Duty.VERIFICATION, Duty.PROOF_OF_ENTITLEMENT, Duty.NOTIFY_PEOPLE, Duty.KEEP_CASE_FILE);

    private final LawPositions positions;

    ProfileReader(LawPositions positions) {
        this.positions = positions;
    }

    /**
     * The profile in a file.
     *
     * @param key the key by the file's folder, which the file must repeat
     * @throws YamlFault with the line of the first fault
     */
    OperatorProfile read(String key, YamlMap.ReaderSource file) {
        var yaml = YamlMap.read(file);
        var own = yaml.value("key", text -> {
            if (!text.equals(key)) {
                throw new IllegalArgumentException(text + " stands in the folder " + key);
            }
            return new OperatorKey(text);
        });
        var languages = yaml.values("languages", ProfileReader::letterLanguage);
        var prevailing = yaml.value("prevailing-language", text -> {
            var language = letterLanguage(text);
            if (!languages.contains(language)) {
                throw new IllegalArgumentException(text + " is not one of the languages");
            }
            return language;
        });
        if (new HashSet<>(languages).size() != languages.size() || languages.get(0) != prevailing) {
            throw new YamlFault(yaml.line("languages"), "languages: each once, the prevailing one first");
        }
        var policyTerms = yaml.maps("policy-terms", this::policyTerm);
        once(yaml, "policy-terms", policyTerms, PolicyTerm::duty);
        var rules = yaml.maps("operator-rules", map -> Map.entry(map.named("duty", Duty::of), term(map)));
        once(yaml, "operator-rules", rules, Map.Entry::getKey);
        var operatorRules = new EnumMap<Duty, Term>(Duty.class);
        rules.forEach(rule -> operatorRules.put(rule.getKey(), rule.getValue()));
        needed(yaml, policyTerms, operatorRules);
        var longer = yaml.optionalMaps("prolongations", map -> Map.entry(map.named("duty", Duty::of), term(map)));
        once(yaml, "prolongations", longer, Map.Entry::getKey);
        var prolongations = new EnumMap<Duty, Term>(Duty.class);
        longer.forEach(one -> prolongations.put(one.getKey(), one.getValue()));
        var grounds = yaml.maps(
                "third-party-transfer", map -> Map.entry(map.named("ground", TransferGround::of), map.text("clause")));
        once(yaml, "third-party-transfer", grounds, Map.Entry::getKey);
        var transferGrounds = new EnumMap<TransferGround, String>(TransferGround.class);
        grounds.forEach(ground -> transferGrounds.put(ground.getKey(), ground.getValue()));
        var purposes = yaml.map("purposes", ProfileReader::purposes);
        var events = yaml.maps("events", this::endpoint);
        once(yaml, "events", events, EventEndpoint::name);
        var profile = new OperatorProfile(
                own,
                yaml.map("name", ProfileReader::inThreeLanguages),
                yaml.map("legal-name", ProfileReader::inThreeLanguages),
                Optional.ofNullable(matching(yaml, "bin", BIN, "twelve digits")),
                yaml.value("case-prefix", matching(PREFIX, "three Latin capitals")),
                yaml.map("service", ProfileReader::inThreeLanguages),
                languages,
                prevailing,
                yaml.value("working-week", text -> WorkingWeek.of(YamlMap.parse(text))),
                yaml.map("contacts", this::contacts),
                Set.copyOf(yaml.values("channels", ProfileReader::channel).stream()
                        .distinct()
                        .toList()),
                yaml.value("mail-address", matching(MAIL, "a mail address")),
                yaml.map(
                        "policy",
                        map -> new OperatorProfile.Policy(
                                map.text("short-name"),
                                map.map("title", ProfileReader::inThreeLanguages),
                                map.text("source"))),
                purposes.needConsent,
                purposes.term,
                transferGrounds,
                yaml.map("warnings", ProfileReader::warnings),
                yaml.named("notice-precedence", ProfileReader::precedence),
                Set.copyOf(yaml.optionalValues("withdrawal-clauses")),
                yaml.optionalFlag("withdrawal-ends-service"),
                yaml.optionalMap("people-notice", ProfileReader::peopleNotice),
                yaml.optionalMap("liability", ProfileReader::liability).orElse(OperatorProfile.Liability.SILENT),
                policyTerms,
                operatorRules,
                prolongations,
                yaml.maps("claims", this::claim),
                events);
        yaml.end();
        return profile;
    }

    private static OperatorProfile.Liability liability(YamlMap map) {
        return new OperatorProfile.Liability(map.optionalFlag("exclusions"), map.value("admits", text -> {
            if (!ADMITTED.contains(text)) {
                throw new IllegalArgumentException("unknown " + text + ", known are " + ADMITTED);
            }
            return text;
        }));
    }

    private static OperatorProfile.PeopleNotice peopleNotice(YamlMap map) {
        var kinds = map.values("kinds", text -> {
            if (!BREACHES.contains(text)) {
                throw new IllegalArgumentException("unknown " + text + ", known are " + BREACHES);
            }
            return text;
        });
        return new OperatorProfile.PeopleNotice(Set.copyOf(kinds), map.text("clause"));
    }

    private PolicyTerm policyTerm(YamlMap map) {
        var duty = map.named("duty", Duty::of);
        var term = term(map);
        var nature = map.named("nature", text -> Arrays.stream(PolicyTerm.Nature.values())
                .filter(known -> known.code().equals(text))
                .findFirst());
        if (nature == PolicyTerm.Nature.NOTICE && duty != Duty.STOP_PROCESSING && duty != Duty.STOP_ADVERTISING) {
            throw new YamlFault(
                    map.line(), "a notice goes before a withdrawal of consent only, not before " + duty.code());
        }
        return new PolicyTerm(duty, term, map.text("clause"), nature);
    }

    private PolicyClaim claim(YamlMap map) {
        return new PolicyClaim(
                map.value("kind", kind -> {
                    if (positions.find(kind).isEmpty()) {
                        throw new IllegalArgumentException("unknown " + kind + ", known are " + positions.kinds());
                    }
                    return kind;
                }),
                map.text("clause"));
    }

    private EventEndpoint endpoint(YamlMap map) {
        var name = map.value("name", matching(NAME, "lower-case letters, digits and hyphens"));
        var url = map.value("url", ProfileReader::address);
        var allowIdentifiers = map.flag("allow-identifiers");
        var secure = "https".equals(url.getScheme());
        if (!secure && !List.of("localhost", "127.0.0.1", "[::1]").contains(url.getHost())) {
            throw new YamlFault(map.line(), "events go over https, or to the machine itself");
        }
        if (allowIdentifiers && !secure) {
            throw new YamlFault(map.line(), "identifiers go over https only");
        }
        return new EventEndpoint(name, url, allowIdentifiers);
    }

    private Contacts contacts(YamlMap map) {
        var feedbackForm = map.optionalText("feedback-form");
        return Contacts.of(
                map.value("site", ProfileReader::address),
                matching(map, "email", MAIL, "a mail address"),
                feedbackForm == null ? null : feedbackForm(map, feedbackForm),
                map.values("phones", matching(PHONE, "a telephone number in international form")),
                map.optionalText("postal-address"),
                map.text("clause"));
    }

    private static Term term(YamlMap map) {
        var amount = map.number("amount");
        return map.value(
                "unit",
                text -> new Term(
                        amount, TermUnit.of(text).orElseThrow(() -> new IllegalArgumentException("unknown " + text))));
    }

    private static WarningSteps warnings(YamlMap map) {
        var days = map.values("working-days-before", text -> inBounds(YamlMap.parse(text), 1, 30));
        if (!days.stream().sorted().distinct().toList().equals(days)) {
            throw new YamlFault(map.line(), "working-days-before: each once, ascending");
        }
        return new WarningSteps(
                map.flag("half"),
                days,
                Duration.ofHours(map.value("safe-side-hours", text -> inBounds(YamlMap.parse(text), 1, 24))));
    }

    private static Purposes purposes(YamlMap map) {
        var needConsent = map.values("consent-required", text -> {
            var purpose = Purpose.of(text).orElseThrow(() -> new IllegalArgumentException("unknown " + text));
            if (purpose == Purpose.STORAGE || purpose == Purpose.CASE_CORRESPONDENCE) {
                throw new IllegalArgumentException(text + " goes on without a consent");
            }
            return purpose;
        });
        var term = map.optionalText("consent-term");
        if (term == null) {
            return new Purposes(Set.copyOf(needConsent), Optional.empty());
        }
        if (!term.equals(OperatorProfile.ConsentTerm.UNTIL_STORAGE_ENDS) && !isPeriod(term)) {
            throw new YamlFault(
                    map.line(),
                    "consent-term: until-storage-ends or an ISO 8601 period of years, months and days, not " + term);
        }
        return new Purposes(
                Set.copyOf(needConsent),
                Optional.of(new OperatorProfile.ConsentTerm(term, map.text("consent-term-clause"))));
    }

    private static boolean isPeriod(String text) {
        try {
            var period = Period.parse(text);
            return !period.isNegative() && !period.isZero();
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static Optional<NoticePrecedence> precedence(String text) {
        return Arrays.stream(NoticePrecedence.values())
                .filter(known -> known.code().equals(text))
                .findFirst();
    }

    private static Language letterLanguage(String text) {
        return Language.of(text)
                .filter(language -> language != Language.EN)
                .orElseThrow(() -> new IllegalArgumentException("letters are in ru and kk, not in " + text));
    }

    private static String channel(String text) {
        if (!CHANNELS.contains(text)) {
            throw new IllegalArgumentException("unknown " + text);
        }
        return text;
    }

    private static Text inThreeLanguages(YamlMap map) {
        return new Text(map.text("ru"), map.text("kk"), map.text("en"));
    }

    private static URI feedbackForm(YamlMap map, String text) {
        try {
            return address(text);
        } catch (IllegalArgumentException e) {
            throw new YamlFault(map.line("feedback-form"), "feedback-form: " + e.getMessage());
        }
    }

    private static URI address(String text) {
        var address = URI.create(text);
        if (address.getHost() == null || !("https".equals(address.getScheme()) || "http".equals(address.getScheme()))) {
            throw new IllegalArgumentException("not a web address: " + text);
        }
        return address;
    }

    private static int inBounds(int number, int least, int most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException("from " + least + " to " + most + ", not " + number);
        }
        return number;
    }

    private static Function<String, String> matching(Pattern pattern, String what) {
        return text -> {
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException(what + ", not " + text);
            }
            return text;
        };
    }

    private static @Nullable String matching(YamlMap map, String key, Pattern pattern, String what) {
        var text = map.optionalText(key);
        if (text != null && !pattern.matcher(text).matches()) {
            throw new YamlFault(map.line(key), key + ": " + what + ", not " + text);
        }
        return text;
    }

    private static <T, K> void once(YamlMap yaml, String key, List<T> items, Function<T, K> by) {
        var seen = new HashSet<K>();
        for (var item : items) {
            if (!seen.add(by.apply(item))) {
                throw new YamlFault(yaml.line(key), key + ": the same entry twice");
            }
        }
    }

    private static void needed(YamlMap yaml, List<PolicyTerm> policyTerms, Map<Duty, Term> operatorRules) {
        for (var duty : Duty.values()) {
            var needed = NEEDED.contains(duty) || duty == Duty.ANSWER_CLAIM;
            if (needed
                    && !operatorRules.containsKey(duty)
                    && policyTerms.stream().noneMatch(term -> term.duty() == duty)) {
                throw new YamlFault(
                        yaml.line("operator-rules"),
                        "neither policy-terms nor operator-rules set a term for " + duty.code());
            }
        }
    }

    private record Purposes(Set<Purpose> needConsent, Optional<OperatorProfile.ConsentTerm> term) {}
}
