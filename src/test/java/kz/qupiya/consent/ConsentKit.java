package kz.qupiya.consent;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kz.qupiya.calendar.Term;
import kz.qupiya.operator.Duty;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.operator.OperatorProfile;
import kz.qupiya.operator.Operators;
import kz.qupiya.operator.PolicyTerm;
import kz.qupiya.operator.Purpose;
import kz.qupiya.restriction.Restrictions;
import kz.qupiya.subject.Identifier;
import kz.qupiya.subject.IdentifierHash;
import kz.qupiya.subject.IdentifierKind;
import kz.qupiya.subject.SubjectInput;
import kz.qupiya.subject.SubjectTables;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;

/** The module put together on a database of its own; quicker than the application. */
final class ConsentKit implements AutoCloseable {

    static final OperatorKey KAO = new OperatorKey("kao-solutions");
    static final OperatorKey KZ_PAY_BOT = new OperatorKey("kz-pay-bot");
    static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123456Z");
    static final String IIN = "850515499993";
    static final String OTHER_IIN = "900101390002";
    static final String PHONE = "+77010000001";

    volatile Instant now = NOW;
    final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    };
    final SubjectTables tables = new SubjectTables(clock);
    final Map<OperatorKey, OperatorProfile> profiles = Map.of(
            KAO,
            profile(
                    KAO,
                    "250640020303",
                    null,
                    new PolicyTerm(Duty.RENEW_COOKIE_CONSENT, Term.months(13), "9.5", PolicyTerm.Nature.DEADLINE)),
            KZ_PAY_BOT,
            profile(KZ_PAY_BOT, null, new OperatorProfile.ConsentTerm("until-storage-ends", "3"), null));
    final Operators operators = mock(Operators.class, withSettings().stubOnly());
    final ConsentChecks checks = new ConsentChecks(tables.hasher, clock);
    final ConsentRows rows = new ConsentRows(tables.jdbc, tables.template);
    final JdbcConsents register;
    final Consents consents;
    final ConsentLoads loads;
    final ConsentExpiry expiry;

    ConsentKit() {
        lenient().when(operators.get(any())).thenAnswer(call -> profiles.get(call.<OperatorKey>getArgument(0)));
        register = new JdbcConsents(
                operators,
                checks,
                rows,
                tables.digests,
                tables.seals,
                mock(Restrictions.class),
                tables.publisher(),
                clock);
        var proxy = new ProxyFactory(register);
        proxy.addAdvice(new TransactionInterceptor(
                (org.springframework.transaction.TransactionManager) tables.transactions,
                new AnnotationTransactionAttributeSource()));
        consents = (Consents) proxy.getProxy();
        loads = new ConsentLoads(
                operators,
                checks,
                rows,
                register,
                tables.digests,
                tables.seals,
                tables.jdbc,
                tables.template,
                tables.transactions,
                clock);
        expiry = new ConsentExpiry(register, loads, tables.transactions);
    }

    private static OperatorProfile profile(
            OperatorKey key,
            @Nullable String bin,
            OperatorProfile.@Nullable ConsentTerm term,
            @Nullable PolicyTerm cookies) {
        var profile = mock(OperatorProfile.class, withSettings().stubOnly());
        lenient().when(profile.key()).thenReturn(key);
        lenient().when(profile.bin()).thenReturn(Optional.ofNullable(bin));
        lenient().when(profile.consentTerm()).thenReturn(Optional.ofNullable(term));
        lenient().when(profile.policyTerm(any())).thenReturn(Optional.empty());
        lenient().when(profile.policyTerm(Duty.RENEW_COOKIE_CONSENT)).thenReturn(Optional.ofNullable(cookies));
        lenient().when(profile.operatorRules()).thenReturn(Map.of());
        return profile;
    }

    /** Row 35 of the operators' duties: the button «Запросить отчёт». */
    static GivenConsent.Proof proof() {
        return new GivenConsent.Proof(
                "ТОО «KAO Solutions»",
                "250640020303",
                "Айгүл Демонстрационная",
                "До отзыва, но не дольше тринадцати месяцев для cookies",
                true,
                false,
                false,
                List.of("ФИО", "телефон", "государственный номер автомобиля"),
                "нет",
                "other",
                "кнопка «Запросить отчёт»",
                "2026-03",
                null,
                "203.0.113.7");
    }

    static SubjectInput person(@Nullable String iin, @Nullable String phone) {
        return new SubjectInput(iin, phone, null, null, null, null);
    }

    GivenConsent consent(SubjectInput subject, Instant at, @Nullable String term, Purpose... purposes) {
        return new GivenConsent(
                subject,
                Arrays.stream(purposes)
                        .map(Purpose::code)
                        .<@Nullable String>map(code -> code)
                        .toList(),
                at.atOffset(ZoneOffset.ofHours(5)),
                term,
                proof());
    }

    Consent give(SubjectInput subject, Instant at, @Nullable String term, Purpose... purposes) {
        return consents.give(KAO, consent(subject, at, term, purposes), "integration")
                .consent();
    }

    Set<IdentifierHash> hashes(@Nullable String iin, @Nullable String phone) {
        var identifiers = new java.util.ArrayList<Identifier>();
        if (iin != null) {
            identifiers.add(new Identifier(IdentifierKind.IIN, iin));
        }
        if (phone != null) {
            identifiers.add(new Identifier(IdentifierKind.PHONE, phone));
        }
        return tables.hasher.hashes(KAO, identifiers);
    }

    Instant ago(long days) {
        return now.minus(days, ChronoUnit.DAYS);
    }

    @Override
    public void close() throws Exception {
        tables.close();
    }
}
