create table qupiya.consent_load (
    id          uuid        primary key,
    operator    text        not null,
    caller      text        not null,
    key         bytea,
    state       text        not null check (state in ('running', 'completed', 'interrupted')),
    runner      uuid,
    lines       bigint      not null,
    digest      bytea       not null,
    accepted    bigint      not null,
    duplicate   bigint      not null,
    rejected    bigint      not null,
    started_at  timestamptz not null,
    alive_at    timestamptz not null,
    finished_at timestamptz,
    constraint consent_load_runner check ((state = 'running') = (runner is not null)),
    constraint consent_load_finished check ((state = 'completed') = (finished_at is not null))
);
comment on table qupiya.consent_load is 'Lists of consents being loaded, with how far each has come';
comment on column qupiya.consent_load.key is 'Keyed digest of the Idempotency-Key under which a load can be taken up again';
comment on column qupiya.consent_load.runner is 'The call that loads now; another one takes over when it has not been alive for a while';
comment on column qupiya.consent_load.lines is 'How many records were committed, the header not counted';
comment on column qupiya.consent_load.digest is 'SHA-256 over header and committed records, by which the same file is known again';
create unique index consent_load_key on qupiya.consent_load (operator, caller, key) where key is not null;

create table qupiya.consent_reject (
    load_id uuid   not null references qupiya.consent_load (id) on delete cascade,
    line    bigint not null,
    field   text   not null,
    code    text   not null
);
comment on table qupiya.consent_reject is 'Lines that were not taken: line of the file, column, and what is wrong with it; no value';
create index consent_reject_load on qupiya.consent_reject (load_id, line);
