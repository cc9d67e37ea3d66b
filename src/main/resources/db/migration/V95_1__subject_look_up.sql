create table qupiya.subject_look_up (
    id     bigint generated always as identity primary key,
    operator text        not null,
    asked_by text        not null,
    asked_at timestamptz not null,
    kind     text        not null,
    hash     bytea       not null
);
comment on table qupiya.subject_look_up is
    'Who asked before opening a case whether an identifier is known: one row for each look, written before the answer, append-only; the identifier as a keyed hash';
create index subject_look_up_limit on qupiya.subject_look_up (asked_by, asked_at);
create index subject_look_up_hash on qupiya.subject_look_up (hash);
create trigger subject_look_up_append_only before update or delete on qupiya.subject_look_up
    for each row execute function qupiya.append_only();
create trigger subject_look_up_no_truncate before truncate on qupiya.subject_look_up
    for each statement execute function qupiya.append_only();
