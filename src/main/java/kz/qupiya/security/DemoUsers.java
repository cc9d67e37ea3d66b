package kz.qupiya.security;

import java.util.List;

/** The demonstration users of the embedded mode; no such bean exists with a database of one's own. */
public interface DemoUsers {

    /** Ids of the users, in the order in which a newcomer should read them. */
    List<String> ids();

    /** The password of all of them: {@code QUPIYA_DEMO_PASSWORD}, or one made up at this start. */
    String password();
}
