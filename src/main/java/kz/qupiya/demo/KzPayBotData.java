package kz.qupiya.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** kz pay bot: Telegram users who pay for services, the agents who carry the money out, and the notification service beside the bot. */
final class KzPayBotData implements DemoData {

    private static final List<String> AGENTS =
            List.of("ТОО «Агент Төлем»", "ТОО «Платёжный агент Север»", "ИП «Касса 24 Демо»");

    @Override
    public String operator() {
        return "kz-pay-bot";
    }

    @Override
    public String version() {
        return "0248bbd1d2ac";
    }

    @Override
    public void fill(DemoRows rows, List<DemoPerson> clients) {
        DemoRandom random = new DemoRandom(7_772_487_463L);
        DemoRows.Table user = rows.table(
                "bot.tg_user",
                "telegram_id",
                "username",
                "iin",
                "surname",
                "name",
                "patronymic",
                "phone",
                "email",
                "registration_address",
                "residence_address",
                "password_hash",
                "language",
                "joined_at");
        DemoRows.Table account = rows.table("bot.bank_account", "telegram_id", "iban", "holder", "bank", "is_main");
        DemoRows.Table order = rows.table(
                "bot.orders",
                "id",
                "telegram_id",
                "service",
                "payee_account",
                "amount",
                "contact_phone",
                "contact_email",
                "state",
                "created_at");
        DemoRows.Table payment =
                rows.table("bot.payment", "order_id", "part", "amount", "paid_at", "payer_iin", "card_mask", "receipt");
        DemoRows.Table transfer = rows.table("bot.agent_transfer", "order_id", "part", "agent", "payload", "sent_at");
        DemoRows.Table broadcast = rows.table("bot.broadcast", "telegram_id", "topic", "added_at");
        DemoRows.Table dialog = rows.table("bot.dialog", "telegram_id", "at", "from_client", "message");
        DemoRows.Table subscriber =
                rows.table("notifier.subscriber", "username", "phone", "email", "push_token", "topics", "changed_at");

        for (DemoPerson p : clients) {
            boolean demo = p.number() == 0;
            long id = p.telegramId();
            Instant joined = random.within(7 * 365);
            // who never paid has told the bot little more than a phone
            boolean known = demo || random.percent(75);
            user.row(
                    id,
                    demo || random.percent(90) ? p.login() : null,
                    known ? p.iin() : null,
                    known ? p.surname() : null,
                    p.givenName(),
                    known ? p.patronymic() : null,
                    p.phone(),
                    known ? p.email() : null,
                    known ? p.address() : null,
                    known && random.percent(30) ? p.address() : null,
                    known ? "$argon2id$v=19$" + random.hex(24) : null,
                    p.language(),
                    joined);
            int accounts = known ? 1 + random.below(2) : 0;
            for (int n = 0; n < accounts; n++) {
                account.row(
                        id, random.iban(), p.fullName(), random.pick("Демо-банк", "Банк Үлгі", "Банк Пример"), n == 0);
            }
            int orders = demo ? 4 : known ? random.below(6) : 0;
            for (int n = 0; n < orders; n++) {
                Instant created = demo && n == 0
                        ? Instant.parse("2020-02-11T08:15:30Z")
                        : demo && n == 1 ? Instant.parse("2026-07-02T15:02:00Z") : random.after(joined, 1_000);
                orders(random, p, demo, demo && n < 2, created, order, payment, transfer);
            }
            for (String topic : List.of("news", "discounts", "partners")) {
                if (random.percent(demo ? 100 : 35)) {
                    broadcast.row(id, topic, random.after(joined, 30));
                }
            }
            int messages = random.below(6);
            for (int n = 0; n < messages; n++) {
                boolean fromClient = n % 2 == 0;
                dialog.row(
                        id,
                        random.after(joined, 1_000),
                        fromClient,
                        fromClient
                                ? random.pick(
                                        "/start", "/pay", "Оплатить интернет", "Почему так долго?", "Чекті жіберіңізші")
                                : random.pick(
                                        "Выберите услугу",
                                        "Платёж принят",
                                        "Сомманы енгізіңіз",
                                        "Чек отправлен на почту"));
            }
            if (known) {
                subscriber.row(
                        p.login(),
                        p.phone(),
                        p.email(),
                        random.hex(32),
                        random.pick("{payments}", "{payments,news}", "{payments,news,discounts}"),
                        joined);
            }
        }
    }

    private static void orders(
            DemoRandom random,
            DemoPerson p,
            boolean nothingOpen,
            boolean surelyPaid,
            Instant created,
            DemoRows.Table order,
            DemoRows.Table payment,
            DemoRows.Table transfer) {
        UUID orderId = random.uuid();
        BigDecimal amount = random.tenge(1_000, 90_000);
        String state = surelyPaid ? "paid" : random.pick("paid", "paid", "paid", "cancelled", "new");
        if (nothingOpen && state.equals("new")) {
            state = "cancelled";
        }
        String service = random.pick("Интернет", "Электроэнергия", "Мобильная связь", "Коммуналдық төлем", "Штраф ПДД");
        String payee = random.digits(10);
        order.row(
                orderId,
                p.telegramId(),
                service,
                payee,
                amount,
                random.percent(70) ? p.phone() : null,
                random.percent(40) ? p.email() : null,
                state,
                created);
        if (!state.equals("paid")) {
            return;
        }
        int parts = amount.intValue() > 60_000 ? 2 : 1;
        BigDecimal part = amount.divide(BigDecimal.valueOf(parts), 2, RoundingMode.DOWN);
        for (int k = 1; k <= parts; k++) {
            Instant paid = random.after(created, 1);
            BigDecimal sum = k == 1 ? amount.subtract(part.multiply(BigDecimal.valueOf(parts - 1L))) : part;
            payment.row(orderId, k, sum, paid, p.iin(), random.cardMask(), "R" + random.digits(12));
            transfer.row(
                    orderId,
                    k,
                    random.pick(AGENTS),
                    String.format(
                            Locale.ROOT,
                            "{\"account\": \"%s\", \"payer\": \"%s\", \"amount\": %s}",
                            payee,
                            p.fullName(),
                            sum),
                    random.after(paid, 1));
        }
    }
}
