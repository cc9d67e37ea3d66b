package kz.qupiya.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;

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
    private static final int PATIENCE = 60_000;

    private static final Pattern LATIN = Pattern.compile("[A-Za-z]{2,}");

    /**
     * What may stand in Latin letters on a page in Russian or Kazakh: numbers of cases and letters, mail addresses, kinds of files, names of staff accounts, the
     * names of the operators and of their systems, the law's number.
     */
    private static final Pattern ALLOWED = Pattern.compile(
            "[A-Z]{3}-\\d{4}-\\d{6}(?:/\\d+)?|[\\w.+-]+@[\\w.-]+|\\b(?:PDF|JPEG|PNG|TIFF|DOCX|TXT|CSV|XLSX)\\b|\\b(?:clerk2?|officer2?|lawyer|custodian|manager|admin|integration2?)\\b|94-V|CRM|KAO Solutions|TWELVE|kz pay bot|callprikol\\.kz");

    private final Playwright playwright;
    private final Browser browser;
    private final String root;

    /** @param root address of the application, without a slash at its end */
    public StaffBrowser(String root) {
        this.root = root;
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
        var context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setDeviceScaleFactor(density)
                .setLocale(language + "-KZ")
                .setTimezoneId("Asia/Almaty"));
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
        private int pictures;

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
        String language() {
            return language;
        }

        /** What the page's scripts threw. */
        public List<String> faults() {
            return faults;
        }

        /** Opens an application of the engine and logs in. */
        public void login(String application, String user, String password) {
            page.navigate(root + "/camunda/app/" + application + "/default/");
            var name = page.locator(".form-signin input[type=text]");
            name.waitFor();
            picture(application + "-login");
            name.fill(user);
            page.locator(".form-signin input[type=password]").fill(password);
            page.locator(".form-signin button[type=submit]").click();
            name.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        }

        /** Opens the task of a case in Tasklist. */
        public void openTask(String taskId) {
            page.navigate(root + "/camunda/app/tasklist/default/#/?task=" + taskId);
            page.locator(".task-card .nav-tabs").waitFor();
        }

        /** Letters that the fonts of a part of the page cannot draw: they look like a character that no font has. */
        List<?> undrawable(Locator part, String letters) {
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
                    letters);
        }

        /** Keeps a picture of the page below {@code target/screenshots}, for people to look at. */
        void picture(String name) {
            pictures++;
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(PICTURES.resolve("%s-%02d-%s.png".formatted(language, pictures, name))));
        }

        /** What stands in the way of people who use assistive technology, from serious on, in a part of the page; rules of WCAG 2.1 A and AA. */
        List<String> barriers(String part) {
            var found = new AxeBuilder(page)
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
        List<String> latinWords(Locator part) {
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

        @Override
        public void close() {
            context.close();
        }
    }
}
