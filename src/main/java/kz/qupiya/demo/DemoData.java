package kz.qupiya.demo;

import java.util.List;

/** What one demonstration operator keeps about its clients: its database, and the rows to fill it with. */
interface DemoData {

    /** The five operators in a fixed order: a position decides which of the made-up people are whose clients. */
    List<DemoData> ALL = List.of(
            new ZvonobotData(), new DigitalRocketData(), new KzPayBotData(), new KaoSolutionsData(), new TwelveData());

    /** Key of the operator's profile. */
    String operator();

    /**
     * Names schema and rows: the first digits of a hash over both, which a test computes. Who changes either changes this too, and the
     * databases of earlier versions are filled anew.
     */
    String version();

    /** Name of the operator's own database on the embedded server. */
    default String database() {
        return "demo_" + operator().replace('-', '_');
    }

    /** Classpath location of the DDL. */
    default String schemaResource() {
        return "demo/" + operator() + "/schema.sql";
    }

    /** Adds the rows of these clients, and of the people whom they brought in; the first client is the demonstration person. */
    void fill(DemoRows rows, List<DemoPerson> clients);

    /** Everything the operator keeps. */
    default DemoRows rows(DemoPeople people) {
        DemoRows rows = new DemoRows();
        fill(rows, people.clientsOf(ALL.indexOf(this)));
        return rows;
    }
}
