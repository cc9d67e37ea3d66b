package kz.qupiya.testing;

import kz.qupiya.security.DemoUsers;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Seats people at screens of their own in front of the running application. One browser serves all tests: it starts with the first desk. */
@Component
@Profile("test")
public class Desks implements DisposableBean {

    /** What stands on the desks: most have a large screen, and everything has to work on a small one. */
    public enum Screen {
        LARGE(1440, 900),
        SMALL(1280, 720),
        PHONE(390, 844);

        private final int width;
        private final int height;

        Screen(int width, int height) {
            this.width = width;
            this.height = height;
        }
    }

    private final Api api;
    private final DemoUsers users;
    private @Nullable StaffBrowser browser;

    Desks(Api api, DemoUsers users) {
        this.api = api;
        this.users = users;
    }

    /**
     * A demonstration user at work.
     *
     * @param application tasklist, cockpit or welcome
     * @param language    tag: ru, kk or en
     */
    public StaffBrowser.Desk at(String application, String language, String user, Screen screen) {
        var desk = empty(language, screen);
        desk.login(application, user, users.password());
        return desk;
    }

    /** A desk at which nobody has logged in yet. */
    public StaffBrowser.Desk empty(String language, Screen screen) {
        return browser().desk(language, screen.width, screen.height);
    }

    /** Somebody from outside whose browser runs no scripts. */
    public StaffBrowser.Desk withoutScripts(String language, Screen screen) {
        return browser().withoutScripts(language, screen.width, screen.height);
    }

    private StaffBrowser browser() {
        if (browser == null) {
            browser = new StaffBrowser(api.url(""));
        }
        return browser;
    }

    @Override
    public void destroy() {
        if (browser != null) {
            browser.close();
        }
    }
}
