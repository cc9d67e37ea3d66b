package kz.qupiya.demo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** callprikol.kz: people who order prank calls, and the people who get them. */
final class DigitalRocketData implements DemoData {

    private static final List<String> PRANKS = List.of(
            "Звонок из ЖКХ",
            "Соседи сверху",
            "Заказ на сто пицц",
            "Потерянная посылка",
            "Кто взял мою машину",
            "Туған күн құттықтауы");

    @Override
    public String operator() {
        return "digital-rocket";
    }

    @Override
    public String version() {
        return "583c1ea9f9a9";
    }

    @Override
    public void fill(DemoRows rows, List<DemoPerson> clients) {
        DemoRandom random = new DemoRandom(20_190_401L);
        DemoRows.Table user = rows.table(
                "users",
                "id",
                "status",
                "iin",
                "first_name",
                "last_name",
                "middle_name",
                "birthday",
                "phone",
                "email",
                "nickname",
                "password_hash",
                "avatar_url",
                "registered_at",
                "registered_ip",
                "utm");
        DemoRows.Table social = rows.table("user_social", "user_id", "provider", "external_id", "profile_url");
        DemoRows.Table prank = rows.table("prank", "id", "title", "price");
        DemoRows.Table order =
                rows.table("prank_order", "id", "user_id", "prank_id", "greeting", "state", "ordered_at");
        DemoRows.Table target = rows.table("prank_target", "order_id", "phone", "name", "status", "call_after");
        DemoRows.Table record =
                rows.table("call_record", "order_id", "called_at", "duration_sec", "answered", "audio_path");
        DemoRows.Table payment = rows.table(
                "payment", "id", "user_id", "order_id", "amount", "paid_at", "payer_phone", "provider", "provider_ref");
        DemoRows.Table newsletter = rows.table("newsletter", "email", "name", "state", "subscribed_at");
        DemoRows.Table webLog = rows.table("web_log", "user_id", "at", "ip", "user_agent", "cookie", "url");
        DemoRows.Table feedback = rows.table("feedback", "id", "name", "email", "phone", "message", "created_at");
        DemoRows.Table statistics = rows.table("stat_daily", "day", "prank_id", "orders");

        for (int i = 0; i < PRANKS.size(); i++) {
            prank.row(i + 1, PRANKS.get(i), random.tenge(300, 900));
            for (int day = 1; day <= 30; day++) {
                statistics.row(DemoPeople.REFERENCE_DAY.minusDays(day), i + 1, random.below(60));
            }
        }
        long paymentId = 0;
        long feedbackId = 0;
        for (int i = 0; i < clients.size(); i++) {
            DemoPerson p = clients.get(i);
            boolean demo = p.number() == 0;
            int id = i + 1;
            Instant registered = random.within(6 * 365);
            String ip = random.ip();
            user.row(
                    id,
                    demo ? "active" : random.pick("new", "active", "active", "active", "active", "closed"),
                    // a site for jokes asks for the number only when money goes back, so not everyone has left it
                    demo || random.percent(45) ? p.iin() : null,
                    p.givenName(),
                    p.surname(),
                    p.patronymic(),
                    random.percent(70) ? p.birthDate() : null,
                    eight(p.phone()),
                    p.email(),
                    p.login(),
                    "$2y$12$" + random.hex(26),
                    random.percent(40) ? "/avatars/" + random.hex(6) + ".webp" : null,
                    registered,
                    ip,
                    random.percent(50)
                            ? "{\"source\": \"" + random.pick("instagram", "tiktok", "google") + "\", \"campaign\": \""
                                    + random.pick("spring", "1-april", "blogger") + "\"}"
                            : null);
            for (String provider : List.of("vk", "google", "telegram")) {
                if (random.percent(20)) {
                    String external = random.digits(9);
                    social.row(id, provider, external, "https://" + provider + ".example/" + external);
                }
            }
            int orders = demo ? 3 : random.below(4);
            for (int n = 0; n < orders; n++) {
                Instant ordered =
                        demo && n == 0 ? Instant.parse("2020-04-01T03:00:00Z") : random.after(registered, 900);
                UUID orderId = random.uuid();
                // the demonstration person has cancelled an order before the call, so that nothing is owed
                boolean cancelled = demo && n == 2;
                String status = cancelled ? "failed" : random.pick("done", "done", "done", "failed", "waiting");
                DemoPerson known = i == 7 && n == 0 ? clients.get(0) : random.percent(15) ? random.pick(clients) : null;
                int prankId = 1 + random.below(PRANKS.size());
                order.row(
                        orderId,
                        id,
                        prankId,
                        random.percent(30) ? random.pick("С днём рождения!", "Алло, это домоуправление") : null,
                        cancelled ? "cancelled" : status.equals("waiting") ? "paid" : status,
                        ordered);
                Instant callAfter = null;
                String victim = known == null ? random.strangerPhone() : known.phone();
                String called =
                        known == null ? random.pick("Ержан", "Настя", "Босс", "Апа", "Димон") : known.givenName();
                if (cancelled || status.equals("waiting")) {
                    callAfter = ordered.plus(1L + random.below(20), ChronoUnit.HOURS);
                }
                target.row(orderId, eight(victim), called, status, cancelled ? null : callAfter);
                if (!cancelled && !status.equals("waiting")) {
                    boolean answered = status.equals("done");
                    record.row(
                            orderId,
                            ordered.plus(1L + random.below(3_000), ChronoUnit.SECONDS),
                            answered ? 20 + random.below(100) : 0,
                            answered,
                            answered ? "/audio/" + orderId + ".ogg" : null);
                }
                payment.row(
                        ++paymentId,
                        id,
                        orderId,
                        random.tenge(300, 900),
                        ordered.minus(40, ChronoUnit.SECONDS),
                        random.percent(80) ? eight(p.phone()) : null,
                        random.pick("kaspi", "card", "sms"),
                        String.format(Locale.ROOT, "P%09d", 700_000 + paymentId));
            }
            if (p.email() != null && (demo || random.percent(70))) {
                newsletter.row(
                        p.email(),
                        p.givenName(),
                        demo || random.percent(80) ? "subscribed" : "unsubscribed",
                        registered);
            }
            String cookie = random.hex(16);
            int visits = 1 + random.below(4);
            for (int n = 0; n < visits; n++) {
                webLog.row(
                        id,
                        random.after(registered, 700),
                        ip,
                        random.userAgent(),
                        cookie,
                        "/" + random.pick("", "prank/3", "prank/5", "account", "history"));
            }
            if (demo || random.percent(10)) {
                feedback.row(
                        ++feedbackId,
                        p.givenName(),
                        p.email(),
                        demo || random.percent(50) ? asTyped(random, p.phone()) : null,
                        random.pick(
                                "Розыгрыш не состоялся, верните деньги.", "Спасибо, друг оценил!",
                                "Прошу изменить фамилию в аккаунте.", "Жазбаны қалай жүктеп алуға болады?"),
                        random.after(registered, 900));
            }
        }
    }

    private static String eight(String phone) {
        return "8" + phone.substring(2);
    }

    private static String asTyped(DemoRandom random, String phone) {
        return random.pick("+7 (%s) %s-%s-%s", "8 %s %s %s %s", "+7%s%s%s%s")
                .formatted(phone.substring(2, 5), phone.substring(5, 8), phone.substring(8, 10), phone.substring(10));
    }
}
