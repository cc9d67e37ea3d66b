package kz.qupiya.pictures;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Clip;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.io.IOException;
import kz.qupiya.testing.StaffBrowser;
import org.camunda.bpm.engine.impl.util.ClockUtil;

/** The browser that pictures are taken with: screens of one size, whose clocks stand where that of the application stands. */
final class Studio implements AutoCloseable {

    static final int WIDTH = 1440;
    static final int HEIGHT = 900;
    static final double DENSITY = 1.5;

    /** Milliseconds for fades of the engine's own pages, which say nowhere when they end. */
    private static final int SETTLED = 1200;

    /** Height of the line at the foot of the engine's pages, which lies over all else. */
    private static final int FOOTER = 25;

    private final StaffBrowser browser;

    /** @param root address of the application, without a slash at its end */
    Studio(String root) {
        browser = new StaffBrowser(root);
    }

    @Override
    public void close() {
        browser.close();
    }

    StaffBrowser.Desk desk(String language) {
        return desk(language, WIDTH, HEIGHT, DENSITY);
    }

    /** @param density pixels of the picture for each of the page */
    StaffBrowser.Desk desk(String language, int width, int height, double density) {
        var desk = browser.desk(language, width, height, density);
        // pages say how long something has been waiting
        desk.page()
                .context()
                .clock()
                .install(new Clock.InstallOptions()
                        .setTime(ClockUtil.getCurrentTime().getTime()));
        return desk;
    }

    /** Waits until the page is still, and keeps what the window shows. */
    static void keep(StaffBrowser.Desk desk, String name) throws IOException {
        Album.keep(
                name,
                still(desk).screenshot(new Page.ScreenshotOptions().setAnimations(ScreenshotAnimations.DISABLED)));
    }

    /** Keeps the page from top to end. */
    static void keepWhole(StaffBrowser.Desk desk, String name) throws IOException {
        Album.keep(name, whole(desk));
    }

    /** The page from top to end. */
    static byte[] whole(StaffBrowser.Desk desk) {
        return still(desk)
                .screenshot(
                        new Page.ScreenshotOptions().setFullPage(true).setAnimations(ScreenshotAnimations.DISABLED));
    }

    /** Keeps what the window of an application of the engine shows of a part of it. */
    static void keep(StaffBrowser.Desk desk, String name, Locator part) throws IOException {
        var page = still(desk);
        var box = part.boundingBox();
        var window = page.viewportSize();
        double left = Math.max(0, box.x);
        double top = Math.max(0, box.y);
        Album.keep(
                name,
                page.screenshot(new Page.ScreenshotOptions()
                        .setAnimations(ScreenshotAnimations.DISABLED)
                        .setClip(new Clip(
                                left,
                                top,
                                Math.min(window.width, box.x + box.width) - left,
                                Math.min(window.height - FOOTER, box.y + box.height) - top))));
    }

    private static Page still(StaffBrowser.Desk desk) {
        var page = desk.page();
        assertThat(page.locator(".qp [aria-busy=true], .qp-case[aria-busy=true]"))
                .hasCount(0);
        page.mouse().move(0, 0);
        page.waitForTimeout(SETTLED);
        assertThat(desk.faults()).isEmpty();
        return page;
    }
}
