package kz.qupiya.campaign;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.LocalTime;
import kz.qupiya.calendar.Almaty;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.letter.Letterheads;
import kz.qupiya.letter.PdfPrinter;
import kz.qupiya.letter.ReturnPaths;
import kz.qupiya.letter.SmtpServer;
import kz.qupiya.operator.Operators;
import kz.qupiya.subject.CaseVault;
import kz.qupiya.subject.KeyedDigests;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the module together. Its parts are plain classes, so that a sender can also be run without the whole application, and killed. */
@Configuration(proxyBeanMethods = false)
class CampaignConfiguration {

    @Bean
    CampaignStore campaignStore(JdbcClient jdbc, ObjectMapper json) {
        return new CampaignStore(jdbc, json);
    }

    @Bean
    NoticeLedger noticeLedger(JdbcTemplate jdbc) {
        return new NoticeLedger(jdbc);
    }

    @Bean
    NoticeCodes noticeCodes(KeyedDigests digests) {
        return new NoticeCodes(digests);
    }

    @Bean
    RateLimits rateLimits(JdbcTemplate jdbc, PlatformTransactionManager transactions, KeyedDigests digests) {
        return new RateLimits(jdbc, new TransactionTemplate(transactions), digests);
    }

    @Bean
    NoticeForms noticeForms(
            CampaignStore store,
            Letterheads heads,
            ReturnPaths paths,
            NoticeCodes codes,
            CampaignSettings settings,
            Environment environment) {
        return new NoticeForms(store, heads::of, paths::of, codes, publicUrl(settings, environment));
    }

    /** The embedded mode knows where it can be reached. */
    private static @Nullable String publicUrl(CampaignSettings settings, Environment environment) {
        if (settings.publicUrl() != null) {
            return settings.publicUrl().toString();
        }
        return environment.getProperty("qupiya.embedded", Boolean.class, false)
                ? "http://127.0.0.1:" + environment.getProperty("server.port", "8080")
                : null;
    }

    @Bean
    SmsGateways smsGateways(CampaignSettings settings, ObjectMapper json, Clock clock) {
        return new SmsGateways(settings, json, clock);
    }

    @Bean
    NoticeAnswers noticeAnswers(
            CampaignStore store,
            NoticeLedger ledger,
            NoticeCodes codes,
            CampaignSettings settings,
            CaseVault vault,
            CaseFiles cases,
            KeyedDigests digests,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Clock clock) {
        return new NoticeAnswers(
                store,
                ledger,
                codes,
                settings,
                vault,
                cases,
                digests,
                events,
                jdbc,
                new TransactionTemplate(transactions),
                clock);
    }

    @Bean
    NoticeTally noticeTally(MeterRegistry meters) {
        return new NoticeTally(meters);
    }

    @Bean
    CampaignMetrics campaignMetrics(CampaignStore store, Operators operators, Clock clock) {
        return new CampaignMetrics(
                store,
                () -> operators.all().stream()
                        .map(profile -> profile.key().value())
                        .toList(),
                clock);
    }

    @Bean
    CampaignBook campaignBook(
            CampaignStore store,
            CampaignSettings settings,
            NoticeTally tally,
            CaseFiles cases,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        return new CampaignBook(store, settings, tally, cases, events, new TransactionTemplate(transactions), clock);
    }

    @Bean
    CampaignOffice campaignOffice(
            CampaignStore store,
            NoticeLedger ledger,
            NoticeAnswers answers,
            NoticeForms forms,
            Letterheads heads,
            CaseFiles cases,
            PlatformTransactionManager transactions,
            Clock clock) {
        return new CampaignOffice(
                store, ledger, answers, forms, heads::of, cases, new TransactionTemplate(transactions), clock);
    }

    @Bean
    NoticeSender.Desk noticeDesk(
            CampaignStore store,
            NoticeLedger ledger,
            RateLimits limits,
            NoticeForms forms,
            SmsGateways gateways,
            ObjectProvider<Audience> audience,
            SmtpServer server,
            CampaignBook book,
            CampaignSettings settings,
            PlatformTransactionManager transactions,
            Clock clock) {
        return new NoticeSender.Desk(
                store,
                ledger,
                limits,
                forms,
                gateways,
                audience::getObject,
                server,
                book,
                settings,
                new TransactionTemplate(transactions),
                clock);
    }

    @Bean
    CampaignSenders campaignSenders(NoticeSender.Desk desk) {
        return new CampaignSenders(desk);
    }

    @Bean
    NoticeReturns noticeReturns(
            CampaignStore store,
            NoticeLedger ledger,
            NoticeCodes codes,
            SmsGateways gateways,
            CampaignBook book,
            NoticeTally tally,
            PlatformTransactionManager transactions,
            Clock clock) {
        return new NoticeReturns(
                store, ledger, codes, gateways, book, tally, new TransactionTemplate(transactions), clock);
    }

    @Bean
    NoticePosts noticePosts(
            NoticeLedger ledger,
            NoticeForms forms,
            NoticeCodes codes,
            ObjectProvider<Audience> audience,
            NoticeTally tally,
            CaseFiles cases,
            PdfPrinter printer,
            PlatformTransactionManager transactions,
            Clock clock) {
        return new NoticePosts(
                ledger,
                forms,
                codes,
                audience::getObject,
                tally,
                cases,
                printer,
                new TransactionTemplate(transactions),
                clock);
    }

    @Bean
    RecurringTask<Void> campaignHousekeeping(RateLimits limits, NoticeAnswers answers, Clock clock) {
        return Tasks.recurring("campaign-housekeeping", Schedules.daily(Almaty.ZONE, LocalTime.of(4, 45)))
                .execute((instance, context) -> {
                    limits.purge(clock.instant());
                    answers.purge();
                });
    }
}
