package kz.qupiya.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** lk.zvonobot.kz: clients, their contracts and payments, the lists of people whom they had called. */
final class ZvonobotData implements DemoData {

    @Override
    public String operator() {
        return "zvonobot";
    }

    @Override
    public String version() {
        return "71dac4c3d0bc";
    }

    @Override
    public void fill(DemoRows rows, List<DemoPerson> clients) {
        DemoRandom random = new DemoRandom(181140029019L);
        DemoRows.Table client = rows.table(
                "lk.client",
                "id",
                "iin",
                "full_name",
                "birth_date",
                "phone",
                "email",
                "login",
                "password_hash",
                "city",
                "address",
                "balance",
                "registered_at",
                "last_login_at",
                "last_ip");
        DemoRows.Table phone = rows.table("lk.client_phone", "client_id", "phone", "confirmed_at");
        DemoRows.Table contract = rows.table("lk.contract", "number", "client_id", "signed_on", "tariff", "closed_on");
        DemoRows.Table payment = rows.table(
                "lk.payment",
                "id",
                "client_id",
                "invoice_no",
                "amount",
                "paid_at",
                "payer_name",
                "card_mask",
                "acquiring_ref");
        DemoRows.Table mailing = rows.table("lk.mailing", "email", "name", "source", "subscribed_at");
        DemoRows.Table ticket =
                rows.table("lk.support_ticket", "id", "client_id", "email", "subject", "body", "created_at");
        DemoRows.Table visit =
                rows.table("lk.visit_log", "client_id", "visited_at", "ip", "user_agent", "cookie_id", "url");
        DemoRows.Table callList = rows.table("dialer.call_list", "id", "client_id", "title", "created_at");
        DemoRows.Table recipient = rows.table("dialer.recipient", "list_id", "phone", "name", "do_not_call");
        DemoRows.Table call = rows.table(
                "dialer.call_log", "list_id", "phone", "called_at", "duration_sec", "outcome", "recording_url");

        long paymentId = 0;
        long ticketId = 0;
        long listId = 0;
        for (int i = 0; i < clients.size(); i++) {
            DemoPerson p = clients.get(i);
            boolean demo = p.number() == 0;
            long id = i + 1L;
            Instant registered = random.within(8 * 365);
            Instant lastLogin = random.after(registered, 1_500);
            String ip = random.ip();
            client.row(
                    id,
                    p.iin(),
                    p.fullName(),
                    p.birthDate(),
                    p.phone(),
                    p.email(),
                    p.login(),
                    "$2a$10$" + random.hex(26),
                    p.city(),
                    p.address(),
                    balance(i, random.tenge(0, 40_000)),
                    registered,
                    lastLogin,
                    ip);
            for (String number : p.phones()) {
                phone.row(id, number, random.percent(80) ? random.after(registered, 3) : null);
            }
            LocalDate signed = random.day(registered);
            contract.row(
                    String.format(Locale.ROOT, "ZV-%d-%05d", signed.getYear(), id),
                    id,
                    signed,
                    random.pick("Старт", "Бизнес", "Корпоративный"),
                    !demo && random.percent(10) ? random.day(random.after(registered, 900)) : null);
            // the demonstration person has a payment that must be kept and one that need not be
            int payments = demo ? 4 : random.below(6);
            for (int n = 0; n < payments; n++) {
                Instant paidAt = demo && n == 0
                        ? Instant.parse("2019-11-05T06:12:00Z")
                        : demo && n == 1 ? Instant.parse("2026-06-18T09:40:11Z") : random.after(registered, 2_000);
                payment.row(
                        ++paymentId,
                        id,
                        String.format(Locale.ROOT, "СЧ-%06d", paymentId),
                        random.tenge(2_000, 150_000),
                        paidAt,
                        random.percent(70) ? p.fullName() : null,
                        random.cardMask(),
                        "cp-" + random.hex(8));
            }
            if (p.email() != null && (demo || random.percent(60))) {
                mailing.row(
                        p.email(),
                        p.givenName(),
                        random.pick("registration", "landing", "webinar"),
                        random.after(registered, 10));
            }
            if (random.percent(15)) {
                ticket.row(
                        ++ticketId,
                        random.percent(85) ? id : null,
                        p.email(),
                        random.pick("Не проходит оплата", "Запись звонка", "Смена тарифа", "Қоңырау жетпеді"),
                        random.pick(
                                "Прошу проверить списание за прошлую неделю.",
                                "Не могу прослушать запись разговора, файл не открывается.",
                                "Хочу перейти на другой тариф со следующего месяца.",
                                "Сәлеметсіз бе! Тізімдегі нөмірлердің жартысына қоңырау жетпеді."),
                        random.after(registered, 800));
            }
            String cookie = random.uuid().toString();
            int visits = 1 + random.below(4);
            for (int n = 0; n < visits; n++) {
                visit.row(
                        id,
                        random.after(registered, 1_200),
                        ip,
                        random.userAgent(),
                        cookie,
                        "/" + random.pick("lists", "reports", "billing", "profile"));
            }
            if (demo || random.percent(30)) {
                listId = fillList(random, clients, id, listId, registered, callList, recipient, call);
            }
        }
    }

    /** A third of the clients, the demonstration person among them, is owed nothing; some owe for calls. */
    private static BigDecimal balance(int client, BigDecimal drawn) {
        if (client % 3 == 0) {
            return BigDecimal.ZERO.setScale(drawn.scale());
        }
        return client % 11 == 5 ? drawn.negate() : drawn;
    }

    private static long fillList(
            DemoRandom random,
            List<DemoPerson> clients,
            long clientId,
            long lastListId,
            Instant registered,
            DemoRows.Table callList,
            DemoRows.Table recipient,
            DemoRows.Table call) {
        long listId = lastListId + 1;
        Instant created = random.after(registered, 400);
        callList.row(
                listId,
                clientId,
                random.pick("Должники", "Анкета", "Акция недели", "Еске салу", "Клиенты 2026"),
                created);
        Set<String> listed = new HashSet<>();
        int recipients = 3 + random.below(8);
        for (int n = 0; n < recipients; n++) {
            // some of those called are clients themselves; the second list has the demonstration person
            DemoPerson known =
                    listId == 2 && n == 0 ? clients.get(0) : random.percent(25) ? random.pick(clients) : null;
            String number = known == null ? random.strangerPhone() : known.phone();
            if (!listed.add(number)) {
                continue;
            }
            recipient.row(
                    listId,
                    number,
                    known == null ? random.pick("Серік", "Марина", "Гүлмира", "Олег Петрович") : known.givenName(),
                    random.percent(3));
            int calls = 1 + random.below(2);
            for (int k = 0; k < calls; k++) {
                boolean answered = random.percent(60);
                call.row(
                        listId,
                        number,
                        random.after(created, 5),
                        answered ? 5 + random.below(90) : 0,
                        answered ? "answered" : random.pick("busy", "no-answer", "unavailable"),
                        answered && random.percent(50) ? "/records/" + random.hex(8) + ".mp3" : null);
            }
        }
        return listId;
    }
}
