package kz.qupiya.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** twelve-pay.kz: owners of electronic money, their wallets and what went in and between them. */
final class TwelveData implements DemoData {

    @Override
    public String operator() {
        return "twelve";
    }

    @Override
    public String version() {
        return "1846d1a8be6a";
    }

    @Override
    public void fill(DemoRows rows, List<DemoPerson> clients) {
        DemoRandom random = new DemoRandom(12_121_212L);
        DemoRows.Table owner = rows.table(
                "emoney.owner",
                "id",
                "iin",
                "full_name",
                "phone",
                "email",
                "login",
                "password_hash",
                "identified",
                "document_no",
                "registered_at");
        DemoRows.Table wallet = rows.table(
                "emoney.wallet", "number", "owner_id", "contract_no", "state", "balance", "opened_on", "closed_on");
        DemoRows.Table topup = rows.table(
                "emoney.topup", "id", "wallet_no", "amount", "done_at", "source", "payer_phone", "card_mask");
        DemoRows.Table transfer =
                rows.table("emoney.transfer", "id", "from_wallet", "to_wallet", "amount", "done_at", "message");
        DemoRows.Table promo =
                rows.table("emoney.promo_list", "id", "phone", "email", "name", "campaign", "opted_in", "added_at");
        DemoRows.Table login = rows.table("emoney.login_log", "owner_id", "at", "ip", "user_agent", "success");

        List<String> wallets = new ArrayList<>();
        Set<String> promoted = new HashSet<>();
        long promoId = 0;
        long topupId = 0;
        long transferId = 0;
        for (int i = 0; i < clients.size(); i++) {
            DemoPerson p = clients.get(i);
            boolean demo = p.number() == 0;
            long id = i + 1L;
            Instant registered = demo ? Instant.parse("2020-01-15T06:30:00Z") : random.within(7 * 365);
            String identified = demo ? "full" : random.pick("none", "simplified", "simplified", "full");
            owner.row(
                    id,
                    p.iin(),
                    p.fullName(),
                    digits(p),
                    p.email(),
                    p.login(),
                    "$2a$12$" + random.hex(26),
                    identified,
                    identified.equals("full") ? "0" + random.digits(8) : null,
                    registered);
            int count = demo || random.percent(15) ? 2 : 1;
            for (int n = 0; n < count; n++) {
                String number = String.format(Locale.ROOT, "1200%08d", 10_000 + wallets.size());
                boolean closed = !demo && random.percent(10);
                wallet.row(
                        number,
                        id,
                        String.format(Locale.ROOT, "TW-%06d", wallets.size() + 1),
                        closed ? "closed" : "open",
                        closed ? random.tenge(0, 0) : random.tenge(0, 100_000),
                        random.day(registered),
                        closed ? random.day(random.after(registered, 1_500)) : null);
                wallets.add(number);
                int topups = demo ? 2 : random.below(5);
                for (int k = 0; k < topups; k++) {
                    Instant done = demo && k == 0
                            ? Instant.parse("2020-01-16T04:00:00Z")
                            : demo ? Instant.parse("2026-04-30T13:20:00Z") : random.after(registered, 1_500);
                    topup.row(
                            ++topupId,
                            number,
                            random.tenge(500, 50_000),
                            done,
                            random.pick("card", "terminal", "mobile"),
                            random.percent(40) ? digits(p) : null,
                            random.percent(50) ? random.cardMask() : null);
                }
                if (wallets.size() > 1 && (demo || random.percent(50))) {
                    transfer.row(
                            ++transferId,
                            number,
                            wallets.get(random.below(wallets.size() - 1)),
                            random.tenge(500, 20_000),
                            random.after(registered, 1_000),
                            random.percent(40) ? random.pick("За обед", "Рахмет!", "Долг", "Туған күніңмен") : null);
                }
            }
            String campaign = "spring-" + (2024 + i % 3);
            if ((demo || random.percent(45)) && promoted.add(campaign + p.phone())) {
                promo.row(
                        ++promoId,
                        digits(p),
                        p.email(),
                        p.givenName(),
                        campaign,
                        demo || random.percent(70),
                        random.after(registered, 300));
            }
            int logins = 1 + random.below(4);
            for (int k = 0; k < logins; k++) {
                login.row(id, random.after(registered, 1_200), random.ip(), random.userAgent(), random.percent(92));
            }
        }
    }

    private static String digits(DemoPerson p) {
        return p.phone().substring(1);
    }
}
