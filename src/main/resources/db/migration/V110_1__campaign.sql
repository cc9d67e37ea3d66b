create table qupiya.campaign (
    id            uuid        primary key,
    number        integer     generated always as identity unique,
    case_id       uuid        not null,
    operator      text        not null,
    once_key      text        not null,
    audience      uuid        not null,
    audience_hash text        not null,
    texts         jsonb       not null,
    text_hash     text        not null,
    rehearsal     boolean     not null,
    state         text        not null check (state in ('draft', 'running', 'paused', 'stopped', 'drained')),
    halted_by     text,
    enrolled_to   bigint      not null default 0,
    enrolled      boolean     not null default false,
    created_at    timestamptz not null,
    created_by    text        not null,
    released_at   timestamptz,
    released_by   text,
    started_at    timestamptz,
    judged_from   timestamptz,
    finished_at   timestamptz,
    drained_at    timestamptz,
    unique (case_id, once_key)
);
comment on table qupiya.campaign is 'Notices to many people, each bound to a list and a text. The text is the same for all and names nobody';
comment on column qupiya.campaign.number is 'by which codes and return paths name it; below 2 to the power of 18';
comment on column qupiya.campaign.halted_by is 'why it paused by itself';
comment on column qupiya.campaign.enrolled_to is 'place in the list up to which people are in the ledger';
comment on column qupiya.campaign.judged_from is 'results before this moment do not count when failures are judged: somebody resumed then';
comment on column qupiya.campaign.drained_at is 'when it was told that nothing is left to do; once';
create index campaign_open on qupiya.campaign (operator) where state = 'running';

create table qupiya.campaign_recipient (
    campaign        integer     not null,
    seq             bigint      not null,
    language        text,
    channel         text        not null check (channel in ('mail', 'sms', 'print')),
    state           text        not null
        check (state in ('queued', 'sending', 'failed-temporarily', 'sent', 'listed', 'printed', 'unreached')),
    phone           boolean     not null,
    attempts        smallint    not null default 0,
    next_attempt_at timestamptz,
    lease_owner     uuid,
    lease_until     timestamptz,
    mail_code       text,
    sms_code        text,
    sent_at         timestamptz,
    confirmed_at    timestamptz,
    primary key (campaign, seq)
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 20000, autovacuum_analyze_scale_factor = 0.05);
comment on table qupiya.campaign_recipient is
    'Ledger of notices, one row per person: channel and state. No name, no address: those are read from the list when a notice is sent';
comment on column qupiya.campaign_recipient.seq is 'place in the list';
comment on column qupiya.campaign_recipient.phone is 'whether an SMS can be tried when mail does not reach the person';
comment on column qupiya.campaign_recipient.next_attempt_at is 'not before that; null: in the order of the list';
comment on column qupiya.campaign_recipient.mail_code is 'last reply of a mail server, or of one that returned it; never its words, which name the person';
-- Each sender looks at a short stretch of one of these.
create index campaign_recipient_queued on qupiya.campaign_recipient (campaign, channel, seq)
    where state = 'queued' and next_attempt_at is null;
create index campaign_recipient_due on qupiya.campaign_recipient (campaign, channel, next_attempt_at)
    where state in ('queued', 'failed-temporarily') and next_attempt_at is not null;
create index campaign_recipient_leased on qupiya.campaign_recipient (campaign, channel, lease_until)
    where state = 'sending';

create table qupiya.campaign_pace (
    campaign integer     not null,
    at       timestamptz not null,
    done     bigint      not null,
    failed   bigint      not null,
    primary key (campaign, at)
);
comment on table qupiya.campaign_pace is 'How many notices were settled in each ten seconds, and how many of them failed: rate, forecast and the judgement of failures';

create table qupiya.campaign_wait (
    campaign  integer     not null,
    channel   text        not null,
    what      text        not null,
    since     timestamptz not null,
    until     timestamptz not null,
    tries     integer     not null,
    raised_at timestamptz,
    primary key (campaign, channel)
);
comment on table qupiya.campaign_wait is 'What a campaign waits for as a whole, such as a mail server that is down; people''s attempts do not count meanwhile';

create table qupiya.campaign_rate (
    scope    bytea       primary key,
    taken    timestamptz not null,
    deferred timestamptz not null
);
comment on table qupiya.campaign_rate is 'Rate limits that all nodes share; a scope is a keyed hash of an operator or of a receiving domain';
comment on column qupiya.campaign_rate.taken is 'the moment up to which sending is given away';
comment on column qupiya.campaign_rate.deferred is 'the moment up to which those wait who were sent back';

create table qupiya.campaign_answer (
    id       uuid        primary key,
    campaign integer     not null,
    seq      bigint      not null,
    kind     text        not null check (kind in ('confirmed', 'misuse')),
    at       timestamptz not null
);
comment on table qupiya.campaign_answer is 'What people answered to a notice; the words of a report lie in the vault of the case';
create index campaign_answer_campaign on qupiya.campaign_answer (campaign, kind, at);

create table qupiya.campaign_visit (
    visitor bytea       primary key,
    count   integer     not null,
    since   timestamptz not null
);
comment on table qupiya.campaign_visit is 'How often one network address, as a keyed hash, answered on the public page lately';
