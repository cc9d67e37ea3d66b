package kz.qupiya.claimhandling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The table that proposes an answer to a demand of a claim, over everything that can be put to it. */
@DisplayName("The table of liability")
class ClaimLiabilityTableTest {

    private static final Path FILE = Path.of("processes/claim-handling/claim-liability.dmn");
    private static final List<String> ALLEGATIONS =
            List.of("unlawful-use", "loss", "disclosure", "inaccurate-data", "other");
    private static final List<String> EXCLUSIONS =
            List.of("none", "public-before", "from-third-party", "disclosed-with-consent");
    private static final List<String> DEMANDS = List.of(
            "real-damage",
            "moral-damage",
            "correction",
            "destruction",
            "access",
            "stop-use",
            "withdrawal",
            "block",
            "apology",
            "explanation",
            "other");
    private static final List<String> ADMISSIONS = List.of("any", "real-damage");
    private static final List<Boolean> EITHER = List.of(true, false);

    private final DmnEngine engine =
            DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

    @Test
    @DisplayName("gives exactly one answer to every combination, the one that policies and law give")
    void everyCombination() throws IOException {
        var table = table();
        var claims = claims();
        assertThat(claims).hasSize(3520).doesNotHaveDuplicates();
        var counts = claims.parallelStream()
                .map(claim -> {
                    assertThat(evaluate(table, claim)).as("%s", claim).containsExactly(claim.answer());
                    return claim.answer().toString();
                })
                .collect(Collectors.groupingBy(answer -> answer, TreeMap::new, Collectors.summingInt(answer -> 1)));
        // Counted by hand: 320 combinations for each of the eleven demands, half of them shown.
        assertThat(counts)
                .containsOnly(
                        entry("lawyer/own-procedure", 2 * 320),
                        entry("lawyer/lawyer-decides", 320),
                        entry("refused/not-shown", 8 * 160),
                        entry("satisfied/violation-shown", 6 * 160),
                        entry("refused/excluded-public-before", 2 * 8),
                        entry("refused/excluded-third-party", 2 * 8),
                        entry("refused/excluded-consent", 2 * 8),
                        entry("satisfied/real-damage-proved", 68),
                        entry("refused/damage-not-proved", 68),
                        entry("satisfied/moral-damage-due", 68),
                        entry("refused/only-real-damage", 68));
    }

    @Test
    @DisplayName("never lets an exclusion of clause 5.2 reach unlawful use (5.1), nor a duty of the law")
    void exclusionsReachLossAndDisclosureOnly() throws IOException {
        var table = table();
        for (var exclusion : EXCLUSIONS.subList(1, 4)) {
            assertThat(evaluate(table, new Claim("unlawful-use", true, exclusion, true, "real-damage", true, "any")))
                    .containsExactly(new Answer("satisfied", "real-damage-proved"));
            assertThat(evaluate(table, new Claim("disclosure", true, exclusion, true, "real-damage", true, "any")))
                    .extracting(Answer::result)
                    .containsExactly("refused");
            assertThat(evaluate(table, new Claim("disclosure", true, exclusion, true, "destruction", true, "any")))
                    .containsExactly(new Answer("satisfied", "violation-shown"));
        }
    }

    @Test
    @DisplayName(
            "says of every rule what it is for, and by which article or clause, unless the rule says that there is none")
    void rulesAreReadable() {
        var rules = Dmn.readModelFromFile(FILE.toFile()).getModelElementsByType(Rule.class);
        assertThat(rules).hasSize(17);
        assertThat(rules).allSatisfy(rule -> assertThat(rule.getDescription().getTextContent())
                .as(rule.getId())
                .containsPattern("стать|пункт|исключений не содержит"));
    }

    @Test
    @DisplayName("proposes only what letters have words for, in both languages")
    void lettersHaveWords() throws IOException {
        var grounds = Pattern.compile("<outputEntry id=\"outputEntry_\\w+_ground\">\\s*<text>\"([a-z-]+)\"</text>")
                .matcher(Files.readString(FILE))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        // A lawyer who decides names a ground of their own.
        assertThat(grounds.removeAll(List.of("own-procedure", "lawyer-decides")))
                .isTrue();
        assertThat(grounds).hasSize(9);
        for (var language : List.of("ru", "kk")) {
            var words = new Properties();
            try (var in =
                    Files.newBufferedReader(Path.of("src/main/resources/letters/words_" + language + ".properties"))) {
                words.load(in);
            }
            assertThat(words.stringPropertyNames())
                    .as(language)
                    .containsAll(grounds.stream().map(code -> "reasons." + code).toList())
                    .containsAll(DEMANDS.stream().map(code -> "demand." + code).toList());
        }
    }

    /** The whole product of what can be asked. */
    private static List<Claim> claims() {
        var claims = new ArrayList<Claim>();
        for (var allegation : ALLEGATIONS) {
            for (var exclusion : EXCLUSIONS) {
                for (boolean exclusionsApply : EITHER) {
                    for (var demand : DEMANDS) {
                        for (boolean shown : EITHER) {
                            for (boolean documents : EITHER) {
                                for (var admits : ADMISSIONS) {
                                    claims.add(new Claim(
                                            allegation, shown, exclusion, exclusionsApply, demand, documents, admits));
                                }
                            }
                        }
                    }
                }
            }
        }
        return claims;
    }

    private DmnDecision table() throws IOException {
        try (var in = Files.newInputStream(FILE)) {
            return engine.parseDecision("claimLiability", in);
        }
    }

    private List<Answer> evaluate(DmnDecision table, Claim claim) {
        return engine.evaluateDecisionTable(table, claim.inputs()).getResultList().stream()
                .map(row -> new Answer((String) row.get("result"), (String) row.get("ground")))
                .toList();
    }

    private record Answer(String result, String ground) {

        @Override
        public String toString() {
            return result + "/" + ground;
        }
    }

    private record Claim(
            String allegation,
            boolean shown,
            String exclusion,
            boolean exclusionsApply,
            String demand,
            boolean documents,
            String admits) {

        Map<String, Object> inputs() {
            var inputs = new HashMap<String, Object>();
            inputs.put("allegation", allegation);
            inputs.put("shown", shown);
            inputs.put("exclusion", exclusion);
            inputs.put("exclusionsApply", exclusionsApply);
            inputs.put("demand", demand);
            inputs.put("documents", documents);
            inputs.put("admits", admits);
            return inputs;
        }

        /** The same in Java, one question after the other. */
        Answer answer() {
            if (demand.equals("access") || demand.equals("withdrawal")) {
                return new Answer("lawyer", "own-procedure");
            }
            if (demand.equals("other")) {
                return new Answer("lawyer", "lawyer-decides");
            }
            if (!shown) {
                return new Answer("refused", "not-shown");
            }
            boolean money = demand.endsWith("-damage");
            if (!money) {
                return new Answer("satisfied", "violation-shown");
            }
            boolean reachedByExclusions = allegation.equals("loss") || allegation.equals("disclosure");
            if (exclusionsApply && reachedByExclusions) {
                switch (exclusion) {
                    case "public-before" -> {
                        return new Answer("refused", "excluded-public-before");
                    }
                    case "from-third-party" -> {
                        return new Answer("refused", "excluded-third-party");
                    }
                    case "disclosed-with-consent" -> {
                        return new Answer("refused", "excluded-consent");
                    }
                    default -> {}
                }
            }
            if (demand.equals("real-damage")) {
                return documents
                        ? new Answer("satisfied", "real-damage-proved")
                        : new Answer("refused", "damage-not-proved");
            }
            return admits.equals("any")
                    ? new Answer("satisfied", "moral-damage-due")
                    : new Answer("refused", "only-real-damage");
        }
    }
}
