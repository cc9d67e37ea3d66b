create table qupiya.outgoing_event (
    id              uuid        not null primary key,
    position        bigint      not null generated always as identity,
    operator        text        not null,
    endpoint        text        not null,
    case_id         uuid        not null,
    type            text        not null,
    data            jsonb       not null,
    at              timestamptz not null,
    attempts        int         not null default 0,
    next_attempt_at timestamptz not null,
    sent_at         timestamptz,
    error           text
);
comment on table qupiya.outgoing_event is 'Events for the operators'' own systems, in order for one case and endpoint; identifiers are added when sent, never stored';
create index outgoing_event_due on qupiya.outgoing_event (next_attempt_at) where sent_at is null;
create index outgoing_event_order on qupiya.outgoing_event (case_id, endpoint, position) where sent_at is null;

create table qupiya.staff_notice (
    id              uuid        not null primary key,
    user_id         text        not null,
    operator        text        not null,
    case_number     text        not null,
    duty            text        not null,
    kind            text        not null,
    due_at          timestamptz not null,
    created_at      timestamptz not null,
    attempts        int         not null default 0,
    next_attempt_at timestamptz not null,
    sent_at         timestamptz
);
comment on table qupiya.staff_notice is 'Mails to staff about a deadline that nears or is missed; the address is read from the user when sent';
create index staff_notice_due on qupiya.staff_notice (next_attempt_at) where sent_at is null;
