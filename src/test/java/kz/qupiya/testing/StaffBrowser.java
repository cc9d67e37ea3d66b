package kz.qupiya.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.task.Task;

/** A real Chromium in front of the running application: the system's where there is one, else the one that Playwright downloads. */
public final class StaffBrowser implements AutoCloseable {

    private static final Path SYSTEM_CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path PICTURES = Path.of("target", "screenshots");

    /** Nothing leaves the machine, and the browser runs as any user and without a display. */
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** The machine may be busy with the rest of the build. */
    private static final int PATIENCE = 30_000;

    private static final Pattern LATIN = Pattern.compile("[A-Za-z]{2,}");
    private static final String KAZAKH_LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі";
    private static final Pattern ACCOUNTS = Pattern.compile("\\b(clerk|officer|lawyer|custodian|manager)\\b");
    private static final String NAME = ".form-signin input[type=text]";

    private static final boolean KEEPS_PICTURES = Boolean.getBoolean("qupiya.pictures");

    /** Counts the pictures of all tests, in the order in which they were taken. */
    private static final AtomicInteger TAKEN = new AtomicInteger();

    /**
     * What may stand in Latin letters on a page in Russian or Kazakh: numbers of cases and letters, mail addresses, numbers of registered letters, kinds of files, names of staff accounts, the
     * names of the operators and of their systems, the laws' numbers.
     */
    private static final Pattern ALLOWED = Pattern.compile(
            "[A-Z]{3}-\\d{4}-\\d{6}(?:/\\d+)?|\\b[A-Z]{2}\\d{9}[A-Z]{2}\\b|[\\w.+-]+@[\\w.-]+|\\b(?:PDF|JPEG|PNG|TIFF|DOCX|TXT|CSV|XLSX)\\b|\\b(?:clerk2?|officer2?|lawyer|custodian|manager|admin|integration2?)\\b|94-V|274-IV|CRM|cookie|KAO Solutions|TWELVE|kz pay bot|callprikol\\.kz");

    private final Playwright playwright;
    private final Browser browser;
    private final String root;

    /** Sessions of those who have logged in before: a second window needs no second log-in. */
    private final Map<String, List<Cookie>> sessions = new HashMap<>();

    /** @param root address of the application, without a slash at its end */
    public StaffBrowser(String root) {
        this.root = root;
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        var environment = new HashMap<>(System.getenv());
        boolean installed = Files.isExecutable(SYSTEM_CHROMIUM);
        if (installed) {
            environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        }
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        var options = new BrowserType.LaunchOptions().setArgs(ARGUMENTS);
        browser = playwright.chromium().launch(installed ? options.setExecutablePath(SYSTEM_CHROMIUM) : options);
    }

    /** A person at a screen of their own. */
    public Desk desk(String language, int width, int height) {
        return desk(language, width, height, 1);
    }

    /** @param density pixels of the screen for each of the page */
    public Desk desk(String language, int width, int height, double density) {
        return desk(language, options(language, width, height).setDeviceScaleFactor(density));
    }

    /** Somebody from outside whose browser runs no scripts. */
    public Desk withoutScripts(String language, int width, int height) {
        return desk(language, options(language, width, height).setJavaScriptEnabled(false));
    }

    private static Browser.NewContextOptions options(String language, int width, int height) {
        return new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setLocale(language + "-KZ")
                .setTimezoneId("Asia/Almaty");
    }

    private Desk desk(String language, Browser.NewContextOptions options) {
        var context = browser.newContext(options);
        context.setDefaultTimeout(PATIENCE);
        return new Desk(context, language);
    }

    @Override
    public void close() {
        playwright.close();
    }

    /** One person's window, and the faults that the page reported. */
    public final class Desk implements AutoCloseable {

        private final BrowserContext context;
        private final Page page;
        private final String language;
        private final List<String> faults = new ArrayList<>();

        private Desk(BrowserContext context, String language) {
            this.context = context;
            this.language = language;
            this.page = context.newPage();
            page.onPageError(fault -> faults.add(fault));
        }

        public Page page() {
            return page;
        }

        /** Language tag of the person: ru, kk or en. */
        public String language() {
            return language;
        }

        /** What the page's scripts threw. */
        public List<String> faults() {
            return faults;
        }

        /** Opens an application of the engine, and logs in unless the person has done so before. */
        public void login(String application, String user, String password) {
            context.addCookies(sessions.getOrDefault(user, List.of()));
            page.navigate(root + "/camunda/app/" + application + "/default/");
            var name = page.locator(NAME);
            var inside = page.locator("li.account");
            name.or(inside).first().waitFor();
            if (name.isVisible()) {
                // the application draws this view anew once it knows that nobody is logged in; what was typed before is
                // gone then
                page.waitForLoadState(LoadState.NETWORKIDLE);
                picture(application + "-login");
                name.fill(user);
                page.locator(".form-signin input[type=password]").fill(password);
                var answer = page.waitForResponse(
                        "**/auth/user/default/login/*",
                        () -> page.locator(".form-signin button[type=submit]").click());
                if (!answer.ok()) {
                    throw new IllegalStateException(user + " was not let in: " + answer.status() + " " + answer.text());
                }
                name.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
                sessions.put(user, context.cookies());
            }
        }

        /** Opens a page of the application. */
        public void open(String path) {
            page.navigate(root + path);
        }

        /** Draws the page that somebody else sees, as they see it, in this window. */
        public void show(Desk other) {
            var html = other.page.content();
            page.route(
                    other.page.url(),
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("text/html; charset=utf-8")
                            .setBody(html)));
            page.navigate(other.page.url());
            page.unrouteAll();
        }

        /** Goes to another place of the application that is open. */
        public void go(String hash) {
            page.evaluate("hash => { location.hash = hash; }", hash);
        }

        /** The whole story of a case in Cockpit, drawn. */
        public Locator story(String operator, String number) {
            go("/qupiya/cases/" + operator + "/" + number);
            var story = page.locator("main.qp-story");
            story.locator(".qp-diagram[data-drawn]").first().waitFor();
            return story;
        }

        /** Takes a task of a case: form and case stand beside each other. */
        public void claim(Task task) {
            openTask(task.getId());
            page.locator(".claim").click();
            page.locator(".qp-release").waitFor();
            page.locator(".qp-dock .qp-case h2").waitFor();
        }

        /** Completes the task that is open. */
        public void complete() {
            page.locator(".form-actions button.btn-primary").click();
        }

        /** Opens the task of a case in Tasklist. */
        public void openTask(String taskId) {
            page.navigate(root + "/camunda/app/tasklist/default/#/?task=" + taskId);
            page.locator(".task-card .nav-tabs").waitFor();
        }

        /** Kazakh letters that the fonts of a part of the page cannot draw: they look like a character that no font has. */
        public List<?> undrawable(Locator part) {
            return (List<?>) part.evaluate(
                    """
                    (element, letters) => {
                      const pixels = text => {
                        const canvas = document.createElement('canvas');
                        canvas.width = canvas.height = 48;
                        const pen = canvas.getContext('2d');
                        pen.font = '32px ' + getComputedStyle(element).fontFamily;
                        pen.fillText(text, 4, 36);
                        return pen.getImageData(0, 0, 48, 48).data.join();
                      };
                      const nothing = pixels(' ');
                      const missing = pixels('\uFFFF');
                      return [...letters].filter(letter => [nothing, missing].includes(pixels(letter)));
                    }""",
                    KAZAKH_LETTERS);
        }

        /** Whether something is wider than the screen. */
        public boolean scrollsSideways() {
            return (Boolean)
                    page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");
        }

        /** Keeps a picture of the page from top to end. */
        public void wholePicture(String name) {
            if (KEEPS_PICTURES) {
                page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(file(name)));
            }
        }

        private Path file(String name) {
            return PICTURES.resolve("%03d-%s-%s.png".formatted(TAKEN.incrementAndGet(), language, name));
        }

        /** Keeps a picture of the page below {@code target/screenshots}, for people to look at, if {@code -Dqupiya.pictures=true} asks for it: each takes as long as a check. */
        public void picture(String name) {
            if (KEEPS_PICTURES) {
                page.screenshot(new Page.ScreenshotOptions().setPath(file(name)));
            }
        }

        /** What stands in the way of people who use assistive technology, from serious on, in a part of the page; rules of WCAG 2.1 A and AA. */
        public List<String> barriers(String part) {
            // a second page for what axe sums up is of use to pages with frames of other sites only, and takes half a
            // second
            var found = new AxeBuilder(page)
                    .setLegacyMode(true)
                    .include(part)
                    .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
                    .analyze();
            // a part that is not there has no faults either
            assertThat(found.getPasses()).as("rules that axe tried on " + part).isNotEmpty();
            return found.getViolations().stream()
                    .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                    .map(rule -> rule.getId() + ": "
                            + rule.getNodes().stream()
                                    .map(node -> node.getTarget() + " " + node.getHtml())
                                    .toList())
                    .toList();
        }

        /** Words in Latin letters that have no place on a page in the person's language. */
        public List<String> latinWords(Locator part) {
            var text = (String)
                    part.evaluate(
                            """
                    root => {
                      const copy = root.cloneNode(true);
                      copy.querySelectorAll('code, iframe, script, style, .fjs-powered-by-link, .fjs-powered-by').forEach(each => each.remove());
                      copy.querySelectorAll('details').forEach(each => each.open = true);
                      const pieces = [];
                      const walker = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
                      while (walker.nextNode()) pieces.push(walker.currentNode.data);
                      return pieces.join(' ') + ' '
                        + [...copy.querySelectorAll('[placeholder], [title], [aria-label]')]
                            .map(each => ['placeholder', 'title', 'aria-label'].map(name => each.getAttribute(name) ?? '').join(' '))
                            .join(' ');
                    }""");
            var words = new ArrayList<String>();
            var matcher = LATIN.matcher(ALLOWED.matcher(text).replaceAll(" "));
            while (matcher.find()) {
                words.add(matcher.group());
            }
            return words;
        }

        /**
         * Fails unless a part of the page is in the person's language, drawn by fonts that have its letters, calls people by their names, and has nothing in the way
         * of people who use assistive technology.
         */
        public void readsWell(String part) {
            var shown = page.locator(part);
            assertThat(latinWords(shown)).as(part).isEmpty();
            assertThat(shown.first().textContent()).as("people have names").doesNotContainPattern(ACCOUNTS);
            if (language.equals("kk")) {
                assertThat(undrawable(shown)).as(part).isEmpty();
            }
            assertThat(barriers(part)).as(part).isEmpty();
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
