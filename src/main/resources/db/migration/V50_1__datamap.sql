-- Acts on the data of people in operators' systems. Nothing personal but in the sealed columns, which the key of the case opens.

create table qupiya.act (
    id            uuid primary key,
    operator      text        not null,
    case_id       uuid        not null,
    kind          text        not null check (kind in ('block', 'unblock', 'export', 'rectify', 'destroy', 'depersonalise')),
    state         text        not null check (state in ('prepared', 'approved', 'running', 'completed')),
    digest        text        not null,
    map_version   text        not null,
    items         jsonb       not null,
    ambiguous     boolean     not null,
    other_people  integer     not null,
    decided_cases uuid[]      not null default '{}',
    decision      text,
    decided_at    timestamptz,
    sealed        bytea       not null,
    prepared_by   text        not null,
    prepared_at   timestamptz not null,
    approved_by   text,
    approved_at   timestamptz,
    completed_at  timestamptz,
    constraint act_four_eyes check (approved_by is null or approved_by <> prepared_by)
);
create index act_case_idx on qupiya.act (case_id, prepared_at);
create index act_blocks_idx on qupiya.act (operator) where kind = 'block';
comment on table qupiya.act is 'An act on the data of a person: preview, approval, state. sealed holds identifiers and corrected values';

create table qupiya.act_system (
    act_id         uuid        not null references qupiya.act on delete cascade,
    system         text        not null,
    at             integer     not null,
    connector      text        not null check (connector in ('jdbc', 'http', 'manual')),
    state          text        not null check (state in ('pending', 'running', 'waiting-for-answer', 'by-hand', 'done', 'proved', 'failed')),
    digest         text        not null,
    preview_error  text,
    error          text,
    attempts       integer     not null default 0,
    evidence       jsonb       not null default '{}',
    sealed         bytea,
    done_by        text,
    proof_document uuid,
    started_at     timestamptz,
    done_at        timestamptz,
    proved_at      timestamptz,
    released_at    timestamptz,
    primary key (act_id, system)
);
comment on table qupiya.act_system is 'An act in one system. sealed holds the keys of the rows and, for a block, their values before; released_at: the block holds them no more';

create table qupiya.act_item (
    id         bigint generated always as identity primary key,
    act_id     uuid   not null,
    system     text   not null,
    table_name text   not null,
    column_name text  not null,
    outcome    text   not null check (outcome in ('exported', 'rectified', 'blocked', 'unblocked', 'destroyed', 'masked', 'kept', 'nothing-found', 'failed')),
    count      bigint not null check (count >= 0),
    ground     text,
    until      date,
    foreign key (act_id, system) references qupiya.act_system on delete cascade
);
create index act_item_act_idx on qupiya.act_item (act_id, system);
comment on table qupiya.act_item is 'What became of every mapped field: rows of a column that share one fate';

create table qupiya.act_row (
    act_id   uuid  not null,
    system   text  not null,
    row_hash bytea not null,
    primary key (act_id, system, row_hash),
    foreign key (act_id, system) references qupiya.act_system on delete cascade
);
create index act_row_hash_idx on qupiya.act_row (row_hash);
comment on table qupiya.act_row is 'Rows that a block holds, by keyed hash, so that overlapping blocks know of each other';

create table qupiya.recipient_notice (
    id           uuid primary key,
    operator     text        not null,
    case_id      uuid        not null,
    recipient    text        not null,
    kind         text        not null,
    via          text        not null check (via in ('http', 'mail', 'manual')),
    state        text        not null check (state in ('pending', 'sent', 'by-hand', 'failed')),
    attempts     integer     not null default 0,
    error        text,
    next_attempt timestamptz,
    created_at   timestamptz not null,
    sent_at      timestamptz,
    sent_by      text,
    unique (case_id, kind, recipient)
);
create index recipient_notice_due_idx on qupiya.recipient_notice (next_attempt) where state = 'pending';
comment on table qupiya.recipient_notice is 'Third parties of the data map and how they were told of an act';
