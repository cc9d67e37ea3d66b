package kz.qupiya.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kz.qupiya.datamap.ActKind;
import kz.qupiya.datamap.BlockRule;
import kz.qupiya.datamap.Connector;
import kz.qupiya.datamap.DataMaps;
import kz.qupiya.datamap.Findings;
import kz.qupiya.datamap.Obligations;
import kz.qupiya.datamap.PersonFinder;
import kz.qupiya.datamap.RecipientMap;
import kz.qupiya.datamap.StopRule;
import kz.qupiya.datamap.SystemCheck;
import kz.qupiya.datamap.SystemMap;
import kz.qupiya.datamap.TableMap;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.Purpose;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The maps of the demonstration operators against their live databases, with the datamap module as it is and nothing else of the application. */
class DemoMapsTest {

    static final List<DemoData> OPERATORS = DemoData.ALL;

    private static final Set<Identifier> DEMO_PERSON = Set.of(
            new Identifier(IdentifierKind.IIN, "850515499993"),
            new Identifier(IdentifierKind.PHONE, "+77010000001"),
            new Identifier(IdentifierKind.EMAIL, "demo.person@example.kz"),
            new Identifier(IdentifierKind.LOGIN, "demo.person"));

    private static AnnotationConfigApplicationContext context;
    private static DataMaps maps;
    private static PersonFinder finder;

    private final DemoPeople people = DemoPeople.generate(DemoData.ALL.size());

    @BeforeAll
    static void start() {
        context = new AnnotationConfigApplicationContext();
        TestPropertyValues.of("qupiya.embedded=true", "qupiya.embedded.postgres.url=" + DemoServer.adminUrl())
                .applyTo(context);
        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
        DemoServer.databases();
        context.register(Modules.class);
        context.refresh();
        maps = context.getBean(DataMaps.class);
        finder = context.getBean(PersonFinder.class);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @ParameterizedTest
    @FieldSource("OPERATORS")
    @DisplayName("Each map is right for its live databases, with the rights of the connectors' account")
    void valid(DemoData data) {
        List<SystemCheck> checks = maps.check(key(data));
        assertThat(maps.rejected()).isEmpty();
        assertThat(checks).isNotEmpty().allSatisfy(check -> {
            assertThat(check.faults()).isEmpty();
            assertThat(check.good()).as(check.system()).isTrue();
        });
    }

    @ParameterizedTest
    @FieldSource("OPERATORS")
    @DisplayName("The person of the documentation is found by each identifier, with all others, and with nobody else's")
    void demoPerson(DemoData data) {
        for (Identifier identifier : DEMO_PERSON) {
            Findings findings = finder.find(key(data), List.of(identifier));
            assertThat(findings.failedSystems()).isEmpty();
            assertThat(findings.ambiguous()).isFalse();
            assertThat(findings.covered()).as("by %s", identifier.kind()).containsAll(DEMO_PERSON);
            assertThat(findings.covered())
                    .filteredOn(i -> i.kind() != IdentifierKind.CONTRACT)
                    .as("by %s", identifier.kind())
                    .containsExactlyInAnyOrderElementsOf(DEMO_PERSON);
            assertThat(findings.systems())
                    .filteredOn(Findings.SystemFinding::asked)
                    .allSatisfy(system -> assertThat(system.tables().stream()
                                    .mapToLong(Findings.TableFinding::rows)
                                    .sum())
                            .as("%s by %s", system.system(), identifier.kind())
                            .isPositive());
        }
    }

    @ParameterizedTest
    @FieldSource("OPERATORS")
    @DisplayName(
            "Nobody is taken for another person: neither over a phone of the household nor over a list, a prank, a transfer or a vehicle")
    void nobodyElse(DemoData data) {
        List<DemoPerson> clients = people.clientsOf(DemoData.ALL.indexOf(data));
        Set<String> phones = new HashSet<>();
        Set<String> shared = clients.stream()
                .map(DemoPerson::phone)
                .filter(phone -> !phones.add(phone))
                .collect(Collectors.toSet());
        List<DemoPerson> sample = Stream.concat(
                        clients.stream().filter(p -> shared.contains(p.phone())).limit(10),
                        clients.stream().limit(20))
                .distinct()
                .toList();
        assertThat(sample).hasSizeGreaterThan(25);
        for (DemoPerson person : sample) {
            Findings findings = finder.find(key(data), List.of(new Identifier(IdentifierKind.LOGIN, person.login())));
            Set<Identifier> known = new LinkedHashSet<>();
            known.add(new Identifier(IdentifierKind.IIN, person.iin()));
            known.add(new Identifier(IdentifierKind.LOGIN, person.login()));
            person.phones().forEach(phone -> known.add(new Identifier(IdentifierKind.PHONE, phone)));
            person.emails().forEach(email -> known.add(new Identifier(IdentifierKind.EMAIL, email)));
            assertThat(findings.certain())
                    .filteredOn(i -> i.kind() != IdentifierKind.CONTRACT)
                    .as("certain of person %s", person.number())
                    .isSubsetOf(known);
            // a block may reach a row that only a shared phone ties to anybody, never a row that says whose it is
            assertThat(findings.covered())
                    .filteredOn(i -> i.kind() == IdentifierKind.IIN || i.kind() == IdentifierKind.LOGIN)
                    .as("covered with person %s", person.number())
                    .isSubsetOf(known);
        }
    }

    @Test
    @DisplayName("Every way to block occurs, and every kind of system and table")
    void everythingOccurs() {
        List<SystemMap> systems =
                maps.all().stream().flatMap(map -> map.systems().stream()).toList();
        List<TableMap> tables = systems.stream()
                .filter(system -> system.connector() == Connector.JDBC)
                .flatMap(system -> system.tables().stream())
                .toList();
        assertThat(maps.all()).hasSize(5);
        assertThat(tables)
                .anyMatch(t -> t.block() instanceof BlockRule.Mark mark
                        && mark.blocked().equals("true"));
        assertThat(tables)
                .anyMatch(t -> t.block() instanceof BlockRule.Mark mark
                        && mark.blocked().equals("blocked"));
        assertThat(tables).anyMatch(t -> t.block() instanceof BlockRule.Move);
        assertThat(tables).anyMatch(t -> t.block() instanceof BlockRule.PermitOnly);
        assertThat(tables).anyMatch(t -> t.key().isEmpty());
        assertThat(tables).anyMatch(t -> t.key().size() == 3);
        assertThat(tables).anyMatch(t -> t.through().stream()
                .anyMatch(link -> link.columns().size() == 2));
        assertThat(systems).anyMatch(system -> system.schemas().size() > 1);
        assertThat(maps.all())
                .anyMatch(map -> map.systems().stream()
                                .filter(s -> s.connector() == Connector.JDBC)
                                .count()
                        == 2);
        assertThat(systems).extracting(SystemMap::connector).contains(Connector.HTTP, Connector.MANUAL);
        assertThat(connectors("zvonobot")).containsOnly(Connector.JDBC);
        assertThat(connectors("twelve")).containsOnly(Connector.JDBC);
    }

    @Test
    @DisplayName("Who is told by mail has an address, and it exists nowhere")
    void recipients() {
        assertThat(maps.all()).allSatisfy(map -> assertThat(map.recipients()).isNotEmpty());
        maps.all().forEach(map -> map.recipients().stream()
                .filter(recipient -> recipient.via() == RecipientMap.Via.MAIL)
                .forEach(recipient -> assertThat(context.getEnvironment()
                                .getProperty("qupiya.recipients."
                                        + map.operator().value() + "." + recipient.key() + ".address"))
                        .as("%s/%s", map.operator(), recipient.key())
                        .endsWith("@example.kz")));
    }

    @ParameterizedTest
    @FieldSource("OPERATORS")
    @DisplayName(
            "The demonstration person is written to by every operator, and each has a recipient who has to hear of a stop")
    void stops(DemoData data) {
        var map = maps.get(key(data));
        assertThat(map.systems().stream().flatMap(s -> s.tables().stream()))
                .anySatisfy(table -> assertThat(table.stops(Set.of(Purpose.ADVERTISING)))
                        .anySatisfy(rule -> assertThat(rule.means()).isNotInstanceOf(StopRule.PermitOnly.class)));
        var everything = Set.of(Purpose.SERVICE, Purpose.ADVERTISING, Purpose.THIRD_PARTY_TRANSFER);
        assertThat(map.recipients()).anySatisfy(recipient -> {
            assertThat(recipient.toldOf()).contains(ActKind.STOP);
            assertThat(recipient.concerned(everything)).isNotEmpty();
        });
    }

    @ParameterizedTest
    @FieldSource("OPERATORS")
    @DisplayName(
            "Some people have open obligations, some have none; the demonstration person has none where only an account ends")
    void obligations(DemoData data) {
        var obligations = context.getBean(Obligations.class);
        long owing = 0;
        var sample = people.clientsOf(DemoData.ALL.indexOf(data)).subList(1, 41);
        for (DemoPerson person : sample) {
            var found = obligations.find(key(data), List.of(new Identifier(IdentifierKind.IIN, person.iin())));
            assertThat(found.failedSystems()).isEmpty();
            owing += found.obligations().isEmpty() ? 0 : 1;
        }
        assertThat(owing).isBetween(3L, sample.size() - 3L);
        if (Set.of("zvonobot", "digital-rocket", "kz-pay-bot").contains(data.operator())) {
            assertThat(obligations.find(key(data), DEMO_PERSON).obligations()).isEmpty();
        }
        assertThat(obligations.find(key(data), DEMO_PERSON).toAsk())
                .isEqualTo(data.operator().equals("kao-solutions") ? Set.of("archive") : Set.of());
    }

    private static List<Connector> connectors(String operator) {
        return maps.get(new OperatorKey(operator)).systems().stream()
                .map(SystemMap::connector)
                .toList();
    }

    private static OperatorKey key(DemoData data) {
        return new OperatorKey(data.operator());
    }

    @Configuration
    @ComponentScan({"kz.qupiya.datamap", "kz.qupiya.demo"})
    @ConfigurationPropertiesScan("kz.qupiya.datamap")
    static class Modules {

        @Bean
        Clock clock() {
            return Clock.fixed(Instant.parse("2026-09-02T05:00:00Z"), ZoneOffset.UTC);
        }
    }
}
