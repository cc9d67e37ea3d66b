-- Breaches of security (Law 94-V art. 1(15-1), 25(2)(8)). Codes, counts and moments only: words lie in the vault of the case, people in the list of the affected.

create table qupiya.breach (
    case_id        uuid        primary key references qupiya.case_file,
    kind           text        not null check (kind in ('loss', 'disclosure', 'alteration', 'destruction', 'unauthorised-access')),
    discovered_at  timestamptz not null,
    occurred_from  timestamptz,
    rehearsal      boolean     not null,
    version        integer     not null default 1 check (version > 0),
    verdict        text        check (verdict in ('confirmed', 'not-a-breach', 'joined')),
    verdict_reason text,
    joined_to      uuid        references qupiya.case_file,
    assessed_by    text,
    assessed_at    timestamptz,
    tell           text        check (tell in ('duty', 'tell', 'not-tell')),
    tell_reason    text,
    tell_by        text,
    tell_at        timestamptz,
    contained_at   timestamptz,
    cause          text,
    concluded_by   text,
    concluded_at   timestamptz,
    check ((verdict is null) = (assessed_at is null)),
    check (verdict is distinct from 'joined' or joined_to is not null),
    check ((tell is null) = (tell_at is null))
);
comment on table qupiya.breach is 'A breach of security and what was decided in it';
comment on column qupiya.breach.discovered_at is 'from here the terms of the law count, whenever it was typed in';
comment on column qupiya.breach.version is 'version of the facts; each stays, see breach_version';
comment on column qupiya.breach.tell is 'duty: the policy binds the operator to tell the people';
create index breach_joined on qupiya.breach (joined_to) where joined_to is not null;

create table qupiya.breach_version (
    case_id uuid        not null references qupiya.breach,
    version integer     not null,
    at      timestamptz not null,
    by      text        not null,
    primary key (case_id, version)
);
comment on table qupiya.breach_version is 'Versions of what is known of a breach; their words lie in the vault as breach.<version>.<part>';

create table qupiya.breach_account (
    case_id        uuid        not null references qupiya.breach,
    seq            integer     not null check (seq between 1 and 200),
    restriction_id uuid        not null,
    act_id         uuid,
    reset_at       timestamptz,
    primary key (case_id, seq)
);
comment on table qupiya.breach_account is 'Accounts under suspicion: suspended by a restriction until their credentials are reset (kz pay bot 7); identifiers in the vault as account.<seq>.<kind>';

create table qupiya.breach_measure (
    id       uuid        primary key,
    case_id  uuid        not null references qupiya.breach,
    owner    text        not null,
    due_at   timestamptz not null,
    set_by   text        not null,
    set_at   timestamptz not null,
    task_id  text,
    taken_by text,
    taken_at timestamptz
);
comment on table qupiya.breach_measure is 'Measures of containment with owner (a role) and date; words in the vault as measure.<id>';
create index breach_measure_case on qupiya.breach_measure (case_id, set_at);

create table qupiya.breach_filing (
    case_id             uuid        not null references qupiya.breach,
    round               integer     not null check (round > 0),
    way                 text        not null check (way in ('mail', 'hand')),
    facts_version       integer     not null,
    measures            integer     not null,
    from_list           integer     not null,
    to_list             integer     not null,
    people              bigint      not null,
    list_hash           text        not null,
    prepared_by         text        not null,
    prepared_at         timestamptz not null,
    approved_by         text,
    approved_at         timestamptz,
    letter_id           uuid,
    sent_at             timestamptz,
    registration_number text,
    handed_in_at        timestamptz,
    recorded_by         text,
    recorded_at         timestamptz,
    primary key (case_id, round),
    check (sent_at is null or approved_at is not null),
    check (approved_by is null or approved_by <> prepared_by)
);
comment on table qupiya.breach_filing is 'Notifications of the authorised body: the first is whole, later ones hold what is new. from_list and to_list: versions of the list of people that it covers; 0 for none';
comment on column qupiya.breach_filing.registration_number is 'number that the authority registered it under; no personal data';

create table qupiya.breach_notice (
    case_id       uuid        not null references qupiya.breach,
    list_version  integer     not null check (list_version > 0),
    attempt       integer     not null check (attempt > 0),
    campaign_id   uuid        not null unique,
    list_hash     text        not null,
    text_hash     text        not null,
    prepared_by   text        not null,
    prepared_at   timestamptz not null,
    approved_by   text,
    approved_at   timestamptz,
    rejected_at   timestamptz,
    drained_at    timestamptz,
    reached       bigint,
    unreached     text,
    primary key (case_id, list_version, attempt),
    check (approved_by is null or approved_by <> prepared_by)
);
comment on table qupiya.breach_notice is 'Notices to the people of one version of the list; the ledger is that of the campaign. A rejected draft is followed by another attempt';

create table qupiya.breach_notice_author (
    case_id      uuid        not null references qupiya.breach,
    list_version integer     not null,
    by           text        not null,
    at           timestamptz not null,
    primary key (case_id, list_version)
);
comment on table qupiya.breach_notice_author is 'Who said that the text of a notice is ready: that person does not approve it';

create table qupiya.breach_later_list (
    case_id      uuid        not null references qupiya.breach,
    list_version integer     not null,
    begun_at     timestamptz not null,
    primary key (case_id, list_version)
);
comment on table qupiya.breach_later_list is 'Lists begun after one was frozen for which the process was told once';

create table qupiya.breach_claim (
    report_id uuid        primary key,
    case_id   uuid        not null references qupiya.breach,
    claim_id  uuid        not null unique references qupiya.case_file,
    opened_at timestamptz not null
);
comment on table qupiya.breach_claim is 'Claims that staff opened from what people answered to a notice';
create index breach_claim_case on qupiya.breach_claim (case_id);
