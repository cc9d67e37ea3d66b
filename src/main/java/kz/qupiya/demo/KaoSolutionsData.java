package kz.qupiya.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** autocheck.kz: a CRM with vehicle reports, and a billing that shares nothing with it but the person. */
final class KaoSolutionsData implements DemoData {

    private static final String VIN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789";

    @Override
    public String operator() {
        return "kao-solutions";
    }

    @Override
    public String version() {
        return "ba2d559556f3";
    }

    @Override
    public void fill(DemoRows rows, List<DemoPerson> clients) {
        DemoRandom random = new DemoRandom(250640020303L);
        crm(rows, clients, random);
        billing(rows, clients, random);
    }

    private static void crm(DemoRows rows, List<DemoPerson> clients, DemoRandom random) {
        DemoRows.Table client = rows.table(
                "crm.client",
                "id",
                "iin",
                "surname",
                "name",
                "patronymic",
                "birth_date",
                "birth_place",
                "sex",
                "ethnicity",
                "login",
                "password_hash",
                "home_address",
                "temp_address",
                "portrait",
                "language",
                "status",
                "registered_at",
                "closed_at");
        DemoRows.Table phone = rows.table("crm.client_phone", "client_id", "phone", "is_main");
        DemoRows.Table email = rows.table("crm.client_email", "client_id", "email", "is_main");
        DemoRows.Table document = rows.table(
                "crm.identity_document", "client_id", "kind", "number", "issued_on", "valid_until", "issued_by");
        DemoRows.Table mailing =
                rows.table("crm.mailing", "id", "client_id", "channel", "address", "for_partners", "consent_at");
        DemoRows.Table call = rows.table(
                "crm.contact_centre_call", "phone", "called_at", "operator_no", "topic", "recording", "note");
        DemoRows.Table visit = rows.table(
                "crm.device_visit",
                "client_id",
                "visited_at",
                "device_id",
                "ip",
                "provider",
                "place",
                "cookies",
                "referrer");
        DemoRows.Table request = rows.table(
                "report.request",
                "id",
                "client_id",
                "vin",
                "plate",
                "tech_passport",
                "requested_at",
                "ready_at",
                "price");
        DemoRows.Table report = rows.table("report.document", "request_id", "content", "sources");
        DemoRows.Table owner = rows.table("report.vehicle_owner", "request_id", "iin", "name", "owned_from");

        long requestId = 0;
        long mailingId = 0;
        for (DemoPerson p : clients) {
            boolean demo = p.number() == 0;
            UUID id = random.uuid();
            Instant registered = random.within(7 * 365);
            boolean closed = !demo && random.percent(8);
            client.row(
                    id,
                    demo || random.percent(90) ? p.iin() : null,
                    p.surname(),
                    p.givenName(),
                    p.patronymic(),
                    p.birthDate(),
                    random.percent(60) ? "г. " + p.city() : null,
                    p.female() ? "f" : "m",
                    null,
                    p.login(),
                    "$2b$12$" + random.hex(26),
                    p.address(),
                    random.percent(10) ? "г. Алматы, общежитие № " + (1 + random.below(9)) : null,
                    // a picture of one grey pixel stands for the portrait
                    random.percent(20)
                            ? "\\x474946383961010001008000008080800000002c00000000010001000002024401003b"
                            : null,
                    p.language(),
                    closed ? "closed" : "active",
                    registered,
                    closed ? random.after(registered, 700) : null);
            for (int n = 0; n < p.phones().size(); n++) {
                phone.row(id, p.phones().get(n), n == 0);
            }
            for (int n = 0; n < p.emails().size(); n++) {
                email.row(id, p.emails().get(n), n == 0);
            }
            if (demo || random.percent(70)) {
                LocalDate issued = DemoPeople.REFERENCE_DAY.minusDays(100L + random.below(9 * 365));
                document.row(
                        id,
                        "Удостоверение личности",
                        "0" + random.digits(8),
                        issued,
                        issued.plusYears(10),
                        random.pick("МВД Республики Казахстан", "Министерство юстиции РК"));
            }
            for (String channel : List.of("sms", "whatsapp", "telegram", "email")) {
                String address = channel.equals("email") ? p.email() : p.phone();
                if (address != null && (demo || random.percent(30))) {
                    mailing.row(++mailingId, id, channel, address, random.percent(30), random.after(registered, 5));
                }
            }
            if (demo || random.percent(20)) {
                call.row(
                        p.phone(),
                        random.after(registered, 800),
                        1 + random.below(12),
                        random.pick("Отчёт не пришёл", "Возврат денег", "Вопрос по VIN", "Есеп бойынша сұрақ"),
                        "/calls/" + random.hex(8) + ".wav",
                        random.percent(40) ? "Клиент просил перезвонить" : null);
            }
            int visits = 1 + random.below(3);
            String device = random.hex(16);
            for (int n = 0; n < visits; n++) {
                visit.row(
                        id,
                        random.after(registered, 900),
                        device,
                        random.ip(),
                        random.pick("Демо Телеком", "Үлгі Нет", "Мобайл Пример"),
                        random.percent(50)
                                ? String.format(
                                        Locale.ROOT,
                                        "(%.4f,%.4f)",
                                        76.8 + random.below(2_000) / 10_000.0,
                                        43.2 + random.below(1_000) / 10_000.0)
                                : null,
                        "{\"sid\": \"" + random.hex(8) + "\", \"consent\": true}",
                        random.percent(50) ? "https://search.example/?q=vin" : null);
            }
            int requests = demo ? 3 : random.below(4);
            for (int n = 0; n < requests; n++) {
                Instant requested = random.after(registered, 1_200);
                requestId++;
                String vin = vin(random);
                String plate = random.digits(3)
                        + random.pick("ABC", "KZA", "DMO", "TST")
                        + String.format(Locale.ROOT, "%02d", 1 + random.below(20));
                request.row(
                        requestId,
                        id,
                        vin,
                        plate,
                        random.percent(30) ? "AB" + random.digits(8) : null,
                        requested,
                        requested.plus(20L + random.below(200), ChronoUnit.SECONDS),
                        random.tenge(500, 3_000));
                // a report names the owner of the vehicle: another person as a rule, the client with the own car
                DemoPerson named =
                        demo && n == 0 || random.percent(20) ? p : random.percent(50) ? random.pick(clients) : null;
                if (named != null) {
                    owner.row(
                            requestId,
                            named.iin(),
                            named.fullName(),
                            random.day(requested).minusDays(random.below(2_000)));
                }
                report.row(
                        requestId,
                        "{\"vin\": \"" + vin + "\", \"plate\": \"" + plate + "\", \"accidents\": " + random.below(4)
                                + ", \"restrictions\": []}",
                        random.pick("{register,insurance}", "{register}", "{register,auction,customs}"));
            }
        }
    }

    private static void billing(DemoRows rows, List<DemoPerson> clients, DemoRandom random) {
        DemoRows.Table account = rows.table(
                "billing.account",
                "number",
                "contract_no",
                "holder_iin",
                "holder_name",
                "phone",
                "email",
                "iban",
                "opened_on",
                "closed_on");
        DemoRows.Table invoice =
                rows.table("billing.invoice", "account_no", "invoice_no", "issued_on", "amount", "service");
        DemoRows.Table payment = rows.table(
                "billing.payment",
                "id",
                "account_no",
                "invoice_no",
                "paid_at",
                "amount",
                "payer_name",
                "card_mask",
                "bank_ref");
        long paymentId = 0;
        for (int i = 0; i < clients.size(); i++) {
            DemoPerson p = clients.get(i);
            boolean demo = p.number() == 0;
            if (!demo && random.percent(15)) {
                continue;
            }
            Instant opened = demo ? Instant.parse("2019-03-04T05:00:00Z") : random.within(8 * 365);
            String number = String.format(Locale.ROOT, "AC%08d", 10_000_000 + i);
            account.row(
                    number,
                    String.format(Locale.ROOT, "KAO-%d-%05d", random.day(opened).getYear(), i + 1),
                    p.iin(),
                    p.fullName(),
                    demo || random.percent(80) ? p.phone().substring(2) : null,
                    demo || random.percent(50) ? asWritten(p.email()) : null,
                    random.percent(30) ? random.iban() : null,
                    random.day(opened),
                    !demo && random.percent(20) ? random.day(random.after(opened, 1_500)) : null);
            int invoices = demo ? 3 : random.below(5);
            for (int n = 1; n <= invoices; n++) {
                Instant issued = demo && n == 1
                        ? Instant.parse("2019-03-05T05:00:00Z")
                        : demo && n == 2 ? Instant.parse("2026-05-20T05:00:00Z") : random.after(opened, 2_000);
                BigDecimal amount = random.tenge(500, 3_000);
                invoice.row(
                        number,
                        n,
                        random.day(issued),
                        amount,
                        random.pick("Отчёт о транспортном средстве", "Пакет из 5 отчётов"));
                if (demo || random.percent(85)) {
                    payment.row(
                            ++paymentId,
                            number,
                            n,
                            random.after(issued, 3),
                            amount,
                            random.percent(70) ? p.fullName() : null,
                            random.percent(80) ? random.cardMask() : null,
                            "B" + random.digits(14));
                }
            }
        }
    }

    private static @Nullable String asWritten(@Nullable String email) {
        return email == null ? null : Character.toUpperCase(email.charAt(0)) + email.substring(1);
    }

    private static String vin(DemoRandom random) {
        StringBuilder vin = new StringBuilder("ZZZ");
        for (int i = 0; i < 14; i++) {
            vin.append(VIN_LETTERS.charAt(random.below(VIN_LETTERS.length())));
        }
        return vin.toString();
    }
}
