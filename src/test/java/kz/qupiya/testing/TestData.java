package kz.qupiya.testing;

import java.nio.file.Path;

/** Where the application of the tests keeps everything: test classes run in two processes at a time, each with a folder of its own. */
public final class TestData {

    /** As in {@code application-test.yaml}. */
    public static final Path DIRECTORY = Path.of(System.getProperty("qupiya.test-data", "target/test-data"));

    /** What the embedded mail server was given, a file each. */
    public static final Path MAIL = DIRECTORY.resolve("mail");

    private TestData() {}
}
