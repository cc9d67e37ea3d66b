-- The register of cases. No personal data in any of these tables: they lie in the vault under the key of the case; here stand codes, ids, times, keyed hashes.

create table qupiya.case_counter (
    operator text not null,
    year     integer not null,
    last     bigint not null check (last > 0),
    primary key (operator, year)
);
comment on table qupiya.case_counter is 'Last case number of an operator and year. The row stays locked until the transaction ends, so numbers leave no gap.';

create table qupiya.case_file (
    id                  uuid primary key,
    number              text not null,
    operator            text not null,
    kind                text not null,
    status              text not null check (status in ('open', 'waiting', 'closed')),
    outcome             text,
    channel             text not null,
    ground              text,
    language            text,
    requester_kind      text check (requester_kind in ('subject', 'representative', 'authority')),
    entitlement         text not null check (entitlement in ('not-needed', 'to-be-proved', 'proved', 'not-proved')),
    entitlement_by      text,
    entitlement_at      timestamptz,
    entitlement_document uuid,
    received_at         timestamptz not null,
    opened_at           timestamptz not null,
    opened_by           text not null,
    decision            text,
    decided_at          timestamptz,
    closed_at           timestamptz,
    process_instance_id text unique,
    retain_until        timestamptz,
    destroyed_at        timestamptz,
    timeline_count      bigint not null default 0,
    timeline_head       text,
    unique (number),
    check (received_at <= opened_at),
    check ((status = 'closed') = (closed_at is not null)),
    check ((status = 'closed') = (outcome is not null)),
    check ((decision is null) = (decided_at is null))
);
comment on table qupiya.case_file is 'The register of cases; timeline_count and timeline_head let a truncated chain be noticed.';
create index case_file_list on qupiya.case_file (operator, received_at desc, number desc);
create index case_file_open on qupiya.case_file (operator, kind, status);
create index case_file_retention on qupiya.case_file (retain_until) where destroyed_at is null and retain_until is not null;

create table qupiya.case_event (
    case_id       uuid not null references qupiya.case_file,
    sequence      bigint not null check (sequence > 0),
    at            timestamptz not null,
    actor         text not null,
    code          text not null,
    result        text,
    data          text not null,
    previous_hash text not null,
    hash          text not null,
    primary key (case_id, sequence)
);
comment on table qupiya.case_event is 'Timelines: append-only, each row hashed over itself and the row before; data is canonical JSON and part of the hash, so it is text.';
create index case_event_code on qupiya.case_event (case_id, code, at);

create table qupiya.timeline_check (
    id          bigint generated always as identity primary key,
    started_at  timestamptz not null,
    finished_at timestamptz not null,
    cases       bigint not null,
    events      bigint not null,
    broken      bigint not null,
    anchors     text not null,
    previous    text not null,
    hash        text not null
);
comment on table qupiya.timeline_check is 'Runs of the verification of all timelines, chained by hash; the hash of each run also stands in the log, outside this database.';

create table qupiya.timeline_anchor (
    case_id  uuid not null references qupiya.case_file,
    count    bigint not null check (count > 0),
    head     text not null,
    at       timestamptz not null,
    primary key (case_id, count)
);
comment on table qupiya.timeline_anchor is 'Heads of sound chains as verification saw them; a chain that does not pass through its anchors was rewritten or truncated.';

create function qupiya.append_only() returns trigger
    language plpgsql as
$$
begin
    raise exception 'qupiya.% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;

create trigger case_event_append_only before update or delete on qupiya.case_event
    for each row execute function qupiya.append_only();
create trigger case_event_no_truncate before truncate on qupiya.case_event
    for each statement execute function qupiya.append_only();
create trigger timeline_anchor_append_only before update or delete on qupiya.timeline_anchor
    for each row execute function qupiya.append_only();
create trigger timeline_anchor_no_truncate before truncate on qupiya.timeline_anchor
    for each statement execute function qupiya.append_only();
create trigger timeline_check_append_only before update or delete on qupiya.timeline_check
    for each row execute function qupiya.append_only();
create trigger timeline_check_no_truncate before truncate on qupiya.timeline_check
    for each statement execute function qupiya.append_only();

create table qupiya.deadline (
    id            uuid primary key,
    case_id       uuid not null references qupiya.case_file,
    duty          text not null,
    started_from  timestamptz not null,
    also_from     timestamptz,
    also_why      text,
    due_at        timestamptz not null,
    state         text not null check (state in ('running', 'met', 'missed', 'cancelled')),
    met_at        timestamptz,
    missed_at     timestamptz,
    started_at    timestamptz not null,
    position      bigint generated always as identity,
    check (state <> 'met' or met_at is not null),
    check ((state = 'missed') = (missed_at is not null))
);
comment on table qupiya.deadline is 'Deadlines of cases. Once missed, a deadline stays missed; met_at then says when the duty was done late.';
create index deadline_case on qupiya.deadline (case_id, position);
create index deadline_running on qupiya.deadline (due_at) where state = 'running';
create index deadline_undone on qupiya.deadline (due_at) where met_at is null and state <> 'cancelled';
-- one clock of a duty at a time, and a start that runs twice finds the first
create unique index deadline_one_start on qupiya.deadline (case_id, duty, started_from) where state <> 'cancelled';
create unique index deadline_one_running on qupiya.deadline (case_id, duty) where state = 'running';

create table qupiya.deadline_calculation (
    deadline_id uuid not null references qupiya.deadline,
    revision    integer not null check (revision > 0),
    computed_at timestamptz not null,
    replaced_at timestamptz,
    due_at      timestamptz not null,
    readings    jsonb not null,
    primary key (deadline_id, revision)
);
comment on table qupiya.deadline_calculation is 'Receipts of a deadline: every reading with the days counted and skipped; earlier calculations stay when a calendar moves the date.';

create table qupiya.deadline_step (
    deadline_id uuid not null references qupiya.deadline,
    name        text not null,
    at          timestamptz not null,
    taken_at    timestamptz,
    primary key (deadline_id, name)
);
comment on table qupiya.deadline_step is 'Warnings and the miss of a deadline; taken_at is set once, by whoever takes the step.';
create index deadline_step_due on qupiya.deadline_step (at) where taken_at is null;

create table qupiya.case_document (
    id          uuid primary key,
    case_id     uuid not null references qupiya.case_file,
    purpose     text not null check (purpose in ('authority', 'identity', 'confirming', 'other')),
    media_type  text not null,
    size        bigint not null check (size > 0),
    sha256      text not null,
    uploaded_by text not null,
    uploaded_at timestamptz not null,
    position    bigint generated always as identity
);
comment on table qupiya.case_document is 'Documents of a case; name and content lie encrypted in the vault and in case_document_chunk.';
create index case_document_case on qupiya.case_document (case_id, position);

create table qupiya.case_document_chunk (
    document_id uuid not null references qupiya.case_document on delete cascade,
    chunk       integer not null check (chunk >= 0),
    content     bytea not null,
    primary key (document_id, chunk)
);
comment on table qupiya.case_document_chunk is 'Content of documents in pieces, each encrypted under the key of the case and bound to its place.';
alter table qupiya.case_document_chunk alter column content set storage external;

create table qupiya.case_note (
    id       uuid primary key,
    case_id  uuid not null references qupiya.case_file,
    written_by text not null,
    written_at timestamptz not null,
    position bigint generated always as identity
);
comment on table qupiya.case_note is 'Notes of staff; the text lies in the vault.';
create index case_note_case on qupiya.case_note (case_id, position);
