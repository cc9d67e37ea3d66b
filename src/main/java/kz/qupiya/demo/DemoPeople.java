package kz.qupiya.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import kz.qupiya.subject.MadeUpIin;
import org.jspecify.annotations.Nullable;

/**
 * All made-up people, the same on every machine and in every year: {@link Random} is specified to the bit, and dates count back from
 * {@link #REFERENCE_DAY}, not from today.
 *
 * <p>The person with number 0 is the one whom the documentation names. The next {@value #COMMON} are clients of most operators; the rest
 * belong to one operator each.
 */
final class DemoPeople {

    /** The day on which the data sets were "taken": nothing in them is younger. */
    static final LocalDate REFERENCE_DAY = LocalDate.of(2026, 9, 1);

    /** Clients of each operator. */
    static final int PER_OPERATOR = 1_000;

    private static final long SEED = 94_0521_2013L;
    private static final int COMMON = 400;
    private static final int OWN = 700;

    private final List<DemoPerson> common = new ArrayList<>();
    private final List<List<DemoPerson>> own = new ArrayList<>();

    private DemoPeople() {}

    /** Generates everyone; takes some tens of milliseconds. */
    static DemoPeople generate(int operators) {
        DemoPeople people = new DemoPeople();
        Maker maker = new Maker(new Random(SEED));
        people.common.add(maker.demoPerson());
        maker.many(COMMON, people.common);
        for (int i = 0; i < operators; i++) {
            List<DemoPerson> group = new ArrayList<>();
            maker.many(OWN, group);
            people.own.add(group);
        }
        return people;
    }

    /**
     * The {@value #PER_OPERATOR} clients of one operator: the demonstration person first, then own and common people mixed.
     *
     * @param operator position of the operator, from 0
     */
    List<DemoPerson> clientsOf(int operator) {
        Random random = new Random(SEED + 7_919L * (operator + 1));
        List<DemoPerson> candidates = new ArrayList<>(common.subList(1, common.size()));
        Collections.shuffle(candidates, random);
        List<DemoPerson> clients = new ArrayList<>(own.get(operator));
        clients.addAll(candidates.subList(0, PER_OPERATOR - 1 - OWN));
        Collections.shuffle(clients, random);
        clients.add(0, common.get(0));
        return List.copyOf(clients);
    }

    private static final class Maker {

        private static final String[] CITIES = {
            "Алматы",
            "Астана",
            "Шымкент",
            "Қарағанды",
            "Ақтөбе",
            "Тараз",
            "Павлодар",
            "Өскемен",
            "Семей",
            "Атырау",
            "Қостанай",
            "Қызылорда",
            "Орал",
            "Петропавл",
            "Түркістан",
            "Көкшетау",
            "Талдықорған",
            "Екібастұз",
            "Рудный",
            "Жезқазған"
        };
        private static final String[] STREETS = {
            "пр. Абая", "пр. Достық", "ул. Сәтбаева", "ул. Қазыбек би", "ул. Төле би", "пр. Нұрсұлтан Назарбаев",
                    "ул. Жандосова",
            "ул. Гагарина", "ул. Байтұрсынұлы", "пр. Республики", "мкр. Аксай-4", "мкр. Самал-2", "ул. Ғабдуллина",
                    "ул. Мәңгілік Ел"
        };

        private static final String[] KAZAKH_SURNAMES = {
            "Әбдірахманов",
            "Әлімжанов",
            "Байжанов",
            "Бекмағамбетов",
            "Дәулетов",
            "Ермеков",
            "Жақсылықов",
            "Жұмабаев",
            "Ибраев",
            "Қасымов",
            "Қожахметов",
            "Құнанбаев",
            "Мұқанов",
            "Мұхамеджанов",
            "Нұрғалиев",
            "Нұрпейісов",
            "Оразбаев",
            "Өтегенов",
            "Рақымжанов",
            "Сәрсенбаев",
            "Смағұлов",
            "Сұлтанов",
            "Тәжібаев",
            "Тілеубердиев",
            "Тұрсынов",
            "Үсенов",
            "Хамзин",
            "Шәріпов",
            "Шыңғысов",
            "Іскаков"
        };
        private static final String[] KAZAKH_MEN = {
            "Әділет",
            "Айбек",
            "Арман",
            "Бауыржан",
            "Ғалымжан",
            "Дәурен",
            "Еркін",
            "Жаһангер",
            "Жәнібек",
            "Ілияс",
            "Қанат",
            "Қуаныш",
            "Мұрат",
            "Нұрлан",
            "Өмірзақ",
            "Рүстем",
            "Санжар",
            "Сұңқар",
            "Тимур",
            "Ұлан",
            "Шыңғыс"
        };
        private static final String[] KAZAKH_WOMEN = {
            "Әсел",
            "Айгерім",
            "Айгүл",
            "Ақбота",
            "Аружан",
            "Ботагөз",
            "Гауһар",
            "Гүлнұр",
            "Дана",
            "Жұлдыз",
            "Зәуре",
            "Іңкәр",
            "Қарлығаш",
            "Мәдина",
            "Меруерт",
            "Нұргүл",
            "Перизат",
            "Сәуле",
            "Толқын",
            "Ұлжан",
            "Шолпан"
        };
        private static final String[] RUSSIAN_SURNAMES = {
            "Иванов",
            "Кузнецов",
            "Попов",
            "Соколов",
            "Лебедев",
            "Козлов",
            "Новиков",
            "Морозов",
            "Петров",
            "Волков",
            "Соловьёв",
            "Васильев",
            "Зайцев",
            "Павлов",
            "Семёнов",
            "Голубев",
            "Виноградов",
            "Богданов",
            "Воробьёв",
            "Фёдоров"
        };
        private static final String[] RUSSIAN_MEN = {
            "Алексей",
            "Андрей",
            "Артём",
            "Виктор",
            "Дмитрий",
            "Евгений",
            "Игорь",
            "Константин",
            "Максим",
            "Николай",
            "Олег",
            "Павел",
            "Сергей",
            "Юрий"
        };
        private static final String[] RUSSIAN_PATRONYMIC_STEMS = {
            "Алексеев",
            "Андреев",
            "Викторов",
            "Дмитриев",
            "Евгеньев",
            "Игорев",
            "Константинов",
            "Максимов",
            "Николаев",
            "Олегов",
            "Павлов",
            "Сергеев",
            "Юрьев"
        };
        private static final String[] RUSSIAN_WOMEN = {
            "Анна",
            "Виктория",
            "Галина",
            "Дарья",
            "Екатерина",
            "Елена",
            "Ирина",
            "Ксения",
            "Людмила",
            "Марина",
            "Наталья",
            "Ольга",
            "Светлана",
            "Юлия"
        };

        private final Random random;
        private final Set<String> iins = new HashSet<>();
        private int number = 1;
        private int nextPhone = 2;

        Maker(Random random) {
            this.random = random;
        }

        DemoPerson demoPerson() {
            iins.add("850515499993");
            return new DemoPerson(
                    0,
                    "850515499993",
                    LocalDate.of(1985, 5, 15),
                    true,
                    "Демонстрационная",
                    "Айгүл",
                    null,
                    "kk",
                    List.of("+77010000001"),
                    List.of("demo.person@example.kz"),
                    "demo.person",
                    "Алматы",
                    "пр. Абая, 1, кв. 1");
        }

        void many(int count, List<DemoPerson> into) {
            for (int i = 0; i < count; i++) {
                // one in twenty-five lives with the person before and gave the phone of the household
                DemoPerson household = i > 0 && random.nextInt(25) == 0 ? into.get(into.size() - 1) : null;
                into.add(person(household));
            }
        }

        private DemoPerson person(@Nullable DemoPerson household) {
            boolean kazakh = random.nextInt(100) < 68;
            boolean female = random.nextBoolean();
            LocalDate birthDate = birthDate();
            String surname = pick(kazakh ? KAZAKH_SURNAMES : RUSSIAN_SURNAMES) + (female ? "а" : "");
            String givenName =
                    pick(kazakh ? (female ? KAZAKH_WOMEN : KAZAKH_MEN) : (female ? RUSSIAN_WOMEN : RUSSIAN_MEN));
            String patronymic =
                    kazakh ? kazakhPatronymic(female) : pick(RUSSIAN_PATRONYMIC_STEMS) + (female ? "на" : "ич");
            int n = number++;
            String login = Transliteration.latin(givenName).toLowerCase(Locale.ROOT) + "."
                    + Transliteration.latin(surname).toLowerCase(Locale.ROOT) + n;
            return new DemoPerson(
                    n,
                    iin(birthDate, female),
                    birthDate,
                    female,
                    surname,
                    givenName,
                    patronymic,
                    kazakh && random.nextInt(100) < 70 ? "kk" : "ru",
                    phones(household),
                    emails(login),
                    login,
                    household == null ? pick(CITIES) : household.city(),
                    household == null ? street() : household.street());
        }

        private @Nullable String kazakhPatronymic(boolean female) {
            int kind = random.nextInt(10);
            if (kind < 2) {
                return null;
            }
            return pick(KAZAKH_MEN) + (female ? "қызы" : "ұлы");
        }

        /** Adults, and one in a hundred who is not: an operator may learn late that a client is a minor. */
        private LocalDate birthDate() {
            LocalDate youngest = REFERENCE_DAY.minusYears(18);
            return random.nextInt(100) == 0
                    ? youngest.plusDays(30L + random.nextInt(3 * 365))
                    : youngest.minusDays(1L + random.nextInt(55 * 365));
        }

        private String iin(LocalDate birthDate, boolean female) {
            int serial = MadeUpIin.FIRST_SERIAL + random.nextInt(900);
            while (true) {
                String iin = MadeUpIin.of(birthDate, female, serial++);
                if (iin != null && iins.add(iin)) {
                    return iin;
                }
            }
        }

        /** Of +7 701 000 0000 to 9999, each number once: a made-up block of a real range, so that checks of phone numbers accept it. */
        private List<String> phones(@Nullable DemoPerson household) {
            List<String> phones = new ArrayList<>();
            phones.add(household != null ? household.phone() : freshPhone());
            int more = random.nextInt(20);
            for (int i = 0; i < (more == 0 ? 2 : more < 4 ? 1 : 0); i++) {
                phones.add(freshPhone());
            }
            return phones;
        }

        private String freshPhone() {
            return String.format(Locale.ROOT, "+7701000%04d", nextPhone++);
        }

        private List<String> emails(String login) {
            int kind = random.nextInt(20);
            if (kind == 0) {
                return List.of();
            }
            return kind < 3
                    ? List.of(login + "@example.kz", login + ".work@example.kz")
                    : List.of(login + "@example.kz");
        }

        private String street() {
            return pick(STREETS) + ", " + (1 + random.nextInt(180)) + ", кв. " + (1 + random.nextInt(120));
        }

        private String pick(String[] of) {
            return of[random.nextInt(of.length)];
        }
    }
}
