package kz.qupiya.campaign;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.testing.Api;
import kz.qupiya.testing.Cases;
import kz.qupiya.testing.Desks;
import kz.qupiya.testing.Desks.Screen;
import kz.qupiya.testing.QupiyaTest;
import kz.qupiya.testing.StaffBrowser.Desk;
import kz.qupiya.testing.StaffTasks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people see of a notice: the mail, the page on which they answer, and the progress that staff watch. */
@QupiyaTest
@DisplayName("A notice in a browser")
class NoticeBrowserTest {

    private static final OperatorKey ZVONOBOT = new OperatorKey("zvonobot");

    @Autowired
    Desks desks;

    @Autowired
    Campaigns campaigns;

    @Autowired
    NoticeCodes codes;

    @Autowired
    NoticeSender.Desk desk;

    @Autowired
    CaseFiles cases;

    @Autowired
    Cases opened;

    @Autowired
    StaffTasks tasks;

    @Autowired
    Api api;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void forgetVisits() {
        jdbc.sql("delete from qupiya.campaign_visit").update();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"ru,PHONE", "kk,PHONE", "en,PHONE", "ru,SMALL", "kk,SMALL", "en,SMALL"})
    @DisplayName("is answered on a page that everybody can use")
    void page(String language, Screen screen) {
        try (var person = desks.withoutScripts(language, screen);
                var eyes = desks.empty(language, screen)) {
            var page = person.page();
            person.open("/notice/" + codes.code(1, 1));
            assertThat(page.locator("html")).hasAttribute("lang", language);
            assertThat(page.locator("#f-code")).hasValue(codes.code(1, 1));
            looksWell(person, eyes, screen, "empty");
            page.evaluate("() => { document.querySelector('form').noValidate = true; }");
            page.locator("#f-code").fill("7K2M-9QXR");
            page.locator("input[value=misuse]").check();
            page.locator("button[type=submit]").click();
            assertThat(page.locator("#e-code")).isVisible();
            assertThat(page.locator("#e-text")).isVisible();
            looksWell(person, eyes, screen, "faults");
            for (var link : page.locator(".faults a").all()) {
                assertThat(page.locator(link.getAttribute("href"))).hasCount(1);
            }
            page.locator("#f-code").fill("7K2M-9QXR-4T8V-B3NC");
            page.locator("#f-text").fill("Менің атыма несие рәсімделді.");
            page.locator("button[type=submit]").click();
            assertThat(page.locator("form")).hasCount(0);
            looksWell(person, eyes, screen, "thanks");
            assertThat(page.url()).doesNotContain("7K2M");
        }
    }

    private void looksWell(Desk person, Desk eyes, Screen screen, String name) {
        person.wholePicture("campaign-page-" + screen.name().toLowerCase(java.util.Locale.ROOT) + "-" + name);
        assertThat(person.scrollsSideways()).as(name).isFalse();
        assertThat(person.page().locator("h1")).hasCount(1);
        assertThat(person.page().locator("script")).hasCount(0);
        assertThat(person.page().locator("body")).not().containsText("??");
        if (screen != Screen.PHONE) {
            return; // the same page as on a phone, with more room
        }
        eyes.show(person);
        if (!person.language().equals("en")) {
            assertThat(eyes.latinWords(eyes.page().locator("main"))).as(name).isEmpty();
            assertThat(eyes.undrawable(eyes.page().locator("main"))).as(name).isEmpty();
        }
        assertThat(eyes.barriers("html")).as(name).isEmpty();
    }

    @Test
    @DisplayName("is watched by staff in Tasklist and Cockpit, and paused there")
    void watched() {
        var number = opened.open("zvonobot");
        var file = cases.require(ZVONOBOT, number);
        var draft = campaigns.draft(new NewCampaign(
                file.id(),
                ZVONOBOT,
                "notice",
                MadeUpAudience.of(1_204_311, true, true, true),
                CampaignHouse.LIST_HASH,
                CampaignHouse.TEXTS,
                false,
                CampaignHouse.OFFICER));
        campaigns.release(draft.id(), CampaignHouse.LIST_HASH, draft.textHash(), CampaignHouse.OFFICER);
        // As it stands in the middle of the way.
        jdbc.sql(
                        """
                        insert into qupiya.campaign_recipient (campaign, seq, channel, state, phone, next_attempt_at, mail_code)
                        select ?, i, case when i % 97 = 0 then 'print' when i % 31 = 0 then 'sms' else 'mail' end,
                            case when i % 97 = 0 then 'listed' when i > 60000 then 'queued' when i % 53 = 0 then 'failed-temporarily' else 'sent' end, true, null,
                            case when i % 97 = 0 then 'dsn-5.1.1' end
                        from generate_series(1, 100000) i""")
                .param(draft.number())
                .update();
        jdbc.sql(
                        """
                        insert into qupiya.campaign_pace (campaign, at, done, failed)
                        select ?, date_trunc('minute', now()) - i * interval '10 seconds', 480, 3 from generate_series(0, 12) i""")
                .param(draft.number())
                .update();
        jdbc.sql("update qupiya.campaign set enrolled = true, judged_from = now() - interval '1 hour' where id = ?")
                .param(draft.id())
                .update();
        try (var officer = desks.at("tasklist", "ru", "officer", Screen.LARGE)) {
            officer.claim(tasks.of(number, "userTask_verify"));
            var section = officer.page().locator(".qp-dock [data-section=campaigns]");
            section.locator("progress").waitFor();
            section.scrollIntoViewIfNeeded();
            assertThat(section).containsText("отправляется");
            officer.picture("campaign-panel");
            assertThat(officer.barriers(".qp-dock [data-section=campaigns]")).isEmpty();
            assertThat(officer.latinWords(section)).isEmpty();
            section.locator(".qp-campaign .qp-why summary").first().click();
            section.locator("iframe").first().waitFor();
            assertThat(section.frameLocator("iframe").first().locator("h1")).containsText("персональных данных");
            section.locator("button:has-text('Приостановить')").click();
            assertThat(section).containsText("приостановлена");
            assertThat(campaigns.get(draft.id()).state()).isEqualTo(CampaignState.PAUSED);
            assertThat(officer.faults()).isEmpty();
        }
        try (var manager = desks.at("cockpit", "kk", "manager", Screen.LARGE)) {
            var story = manager.story("zvonobot", number);
            var card = story.locator("[data-part=campaigns]");
            assertThat(card).containsText("тоқтатыла тұрды");
            card.locator("button:has-text('Жалғастыру')").click();
            assertThat(card).containsText("жіберілуде");
            manager.picture("campaign-cockpit");
            assertThat(manager.barriers("[data-part=campaigns]")).isEmpty();
            assertThat(manager.faults()).isEmpty();
        } finally {
            campaigns.stop(draft.id(), CampaignHouse.OFFICER);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"ru", "kk", "both"})
    @DisplayName("reads well as a mail")
    void mail(String language) {
        var file = cases.require(ZVONOBOT, opened.open("zvonobot"));
        var draft = campaigns.draft(new NewCampaign(
                file.id(),
                ZVONOBOT,
                "notice",
                MadeUpAudience.of(1),
                CampaignHouse.LIST_HASH,
                CampaignHouse.TEXTS,
                false,
                CampaignHouse.OFFICER));
        try (var person = desks.empty(language.equals("kk") ? "kk" : "ru", Screen.PHONE)) {
            person.page().setContent(campaigns.preview(draft.id(), language));
            person.wholePicture("campaign-mail-" + language);
            assertThat(person.scrollsSideways()).isFalse();
            assertThat(person.undrawable(person.page().locator("body"))).isEmpty();
            assertThat(person.barriers("html")).isEmpty();
        }
    }
}
