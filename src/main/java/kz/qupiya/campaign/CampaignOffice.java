package kz.qupiya.campaign;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kz.qupiya.casefile.Actor;
import kz.qupiya.casefile.CaseFiles;
import kz.qupiya.letter.LetterLanguage;
import kz.qupiya.letter.Letterhead;
import kz.qupiya.operator.OperatorKey;
import kz.qupiya.problem.ConflictException;
import kz.qupiya.problem.InvalidInputException;
import kz.qupiya.problem.NotFoundException;
import kz.qupiya.problem.Violation;
import org.springframework.transaction.support.TransactionTemplate;

/** Drafts, releases and shows campaigns. */
class CampaignOffice implements Campaigns {

    private static final int LONGEST_SUBJECT = 200;
    private static final int LONGEST_PARAGRAPH = 4_000;
    private static final int MOST_PARAGRAPHS = 40;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^{}\\s]*}");
    /** Neither what steers a terminal or a mail, nor the letters by which a form is filled in. */
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cc}\\p{Co}\\p{Cs}&&[^\\n]]");

    private static final Set<String> LANGUAGES =
            Arrays.stream(LetterLanguage.values()).map(LetterLanguage::tag).collect(Collectors.toSet());

    private static final List<String> OPEN = List.of("queued", "sending", "failed-temporarily");
    private static final List<String> REACHED = List.of("sent", "printed");

    private final CampaignStore store;
    private final NoticeLedger ledger;
    private final NoticeAnswers answers;
    private final NoticeForms forms;
    private final Function<OperatorKey, Letterhead> heads;
    private final CaseFiles cases;
    private final TransactionTemplate transaction;
    private final Clock clock;

    CampaignOffice(
            CampaignStore store,
            NoticeLedger ledger,
            NoticeAnswers answers,
            NoticeForms forms,
            Function<OperatorKey, Letterhead> heads,
            CaseFiles cases,
            TransactionTemplate transaction,
            Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.answers = answers;
        this.forms = forms;
        this.heads = heads;
        this.cases = cases;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public CampaignView draft(NewCampaign campaign) {
        var drafted = transaction.execute(status -> {
            var earlier = store.findOnce(campaign.caseId(), campaign.onceKey());
            if (earlier.isPresent()) {
                return earlier.get();
            }
            check(campaign);
            var hash = hash(campaign.texts());
            var inserted = store.insert(campaign, hash, clock.instant());
            inserted.ifPresent(row -> cases.record(
                    campaign.caseId(),
                    CampaignBook.event("campaign.drafted", row, campaign.by())
                            .with("textHash", hash)
                            .with("listHash", campaign.audienceHash())));
            return inserted.orElseGet(
                    () -> store.findOnce(campaign.caseId(), campaign.onceKey()).orElseThrow(CampaignOffice::unknown));
        });
        return view(Objects.requireNonNull(drafted));
    }

    private void check(NewCampaign campaign) {
        List<Violation> violations = new ArrayList<>();
        heads.apply(campaign.operator()).languages().stream()
                .filter(language -> !campaign.texts().containsKey(language.tag()))
                .forEach(language -> violations.add(new Violation("texts." + language.tag(), "problem.field.missing")));
        campaign.texts().forEach((tag, text) -> {
            if (LANGUAGES.contains(tag)) {
                check("texts." + tag, text, violations);
            } else {
                violations.add(new Violation("texts." + tag, "campaign.text.language"));
            }
        });
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
    }

    private static void check(String field, NoticeText text, List<Violation> violations) {
        if (text.subject().isBlank()
                || text.subject().length() > LONGEST_SUBJECT
                || text.subject().contains("\n")
                || text.subject().contains("{")
                || FORBIDDEN.matcher(text.subject()).find()) {
            violations.add(new Violation(field + ".subject", "campaign.text.subject", LONGEST_SUBJECT));
        }
        var paragraphs = text.paragraphs();
        if (paragraphs.isEmpty() || paragraphs.size() > MOST_PARAGRAPHS) {
            violations.add(new Violation(field + ".paragraphs", "campaign.text.paragraphs", MOST_PARAGRAPHS));
        }
        for (var paragraph : paragraphs) {
            if (paragraph.isBlank()
                    || paragraph.length() > LONGEST_PARAGRAPH
                    || FORBIDDEN.matcher(paragraph).find()) {
                violations.add(new Violation(field + ".paragraphs", "campaign.text.paragraph", LONGEST_PARAGRAPH));
            } else if (PLACEHOLDER.matcher(paragraph).results().anyMatch(found -> !found.group()
                    .equals(NoticeForm.NAME))) {
                violations.add(new Violation(field + ".paragraphs", "campaign.text.placeholder"));
            }
        }
    }

    @Override
    public String textHash(UUID campaign) {
        return row(campaign).textHash();
    }

    @Override
    public String preview(UUID campaign, String language) {
        return forms.of(row(campaign))
                .write(language, "Айгүл", "0000-0000-0000-0000")
                .html();
    }

    @Override
    public void release(UUID campaign, String audienceHash, String textHash, Actor by) {
        change(campaign, row -> {
            if (!row.audienceHash().equals(audienceHash) || !row.textHash().equals(textHash)) {
                throw new ConflictException("campaign.not-what-was-approved");
            }
            if (row.state() == CampaignState.STOPPED) {
                throw new ConflictException("campaign.stopped");
            }
            if (row.state() != CampaignState.DRAFT) {
                return;
            }
            store.release(row.id(), clock.instant(), by.toString());
            cases.record(
                    row.caseId(),
                    CampaignBook.event("campaign.released", row, by)
                            .with("textHash", textHash)
                            .with("listHash", audienceHash));
        });
    }

    @Override
    public void pause(UUID campaign, Actor by) {
        change(campaign, row -> {
            if (row.state() == CampaignState.PAUSED) {
                return;
            }
            require(row, CampaignState.RUNNING, "campaign.not-running");
            store.pause(row.id(), null);
            cases.record(row.caseId(), CampaignBook.event("campaign.paused", row, by));
        });
    }

    @Override
    public void resume(UUID campaign, Actor by) {
        change(campaign, row -> {
            if (row.state() == CampaignState.RUNNING) {
                return;
            }
            require(row, CampaignState.PAUSED, "campaign.not-paused");
            store.resume(row.id(), clock.instant());
            cases.record(row.caseId(), CampaignBook.event("campaign.resumed", row, by));
        });
    }

    @Override
    public void stop(UUID campaign, Actor by) {
        change(campaign, row -> {
            if (row.state() == CampaignState.STOPPED) {
                return;
            }
            if (row.state() == CampaignState.DRAINED) {
                throw new ConflictException("campaign.drained");
            }
            store.stop(row.id(), clock.instant());
            cases.record(row.caseId(), CampaignBook.event("campaign.stopped", row, by));
        });
    }

    private void change(UUID campaign, java.util.function.Consumer<CampaignRow> act) {
        transaction.executeWithoutResult(
                status -> act.accept(store.lock(campaign).orElseThrow(CampaignOffice::unknown)));
    }

    private static void require(CampaignRow row, CampaignState state, String otherwise) {
        if (row.state() != state) {
            throw new ConflictException(otherwise);
        }
    }

    @Override
    public CampaignView get(UUID campaign) {
        return view(row(campaign));
    }

    @Override
    public List<CampaignView> ofCase(UUID caseId) {
        return store.ofCase(caseId).stream().map(this::view).toList();
    }

    CampaignRow row(UUID campaign) {
        return store.find(campaign).orElseThrow(CampaignOffice::unknown);
    }

    private CampaignView view(CampaignRow row) {
        var now = clock.instant();
        var counts = ledger.counts(row.number());
        var states = counts.states();
        var total =
                counts.counts().stream().mapToLong(CampaignView.Count::people).sum();
        var left = sum(states, OPEN);
        var perSecond = row.state() == CampaignState.RUNNING ? store.perSecond(row, now) : 0;
        var wait = store.waits(row.number()).stream().findFirst();
        return new CampaignView(
                row.id(),
                row.number(),
                row.caseId(),
                row.operator(),
                row.state(),
                row.haltedBy(),
                wait.map(CampaignStore.Wait::what).orElse(null),
                wait.map(CampaignStore.Wait::since).orElse(null),
                row.rehearsal(),
                row.audience(),
                row.audienceHash(),
                row.textHash(),
                total,
                row.enrolled(),
                counts.counts(),
                states,
                sum(states, REACHED),
                left,
                counts.bounced(),
                Math.round(perSecond * 10) / 10.0,
                left > 0 && perSecond > 0 ? now.plus(Duration.ofMillis((long) (left / perSecond * 1000))) : null,
                counts.confirmed(),
                answers.reports(row.number()),
                row.createdAt(),
                row.createdBy(),
                row.releasedAt(),
                row.releasedBy(),
                row.startedAt(),
                row.finishedAt());
    }

    private static long sum(Map<String, Long> states, List<String> some) {
        return some.stream().mapToLong(state -> states.getOrDefault(state, 0L)).sum();
    }

    /** Over every text in the order of the languages; each part with its length before it, so that no two texts run together to the same. */
    static String hash(Map<String, NoticeText> texts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(texts).forEach((language, text) -> {
                update(digest, language);
                update(digest, text.subject());
                update(digest, String.valueOf(text.paragraphs().size()));
                text.paragraphs().forEach(paragraph -> update(digest, paragraph));
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, String part) {
        var bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    static NotFoundException unknown() {
        return new NotFoundException("campaign.unknown");
    }
}
