-- Data whose term of storage is over, destroyed set by set. Counts and hashes: no identifier of anybody stands here.

create table qupiya.retention_run (
    id           uuid        primary key,
    operator     text        not null,
    state        text        not null check (state in ('prepared', 'confirmed', 'approved', 'running', 'completed', 'rejected', 'stale')),
    as_of        date        not null,
    map_version  text        not null,
    digest       text        not null,
    prepared_at  timestamptz not null,
    first_by     text,
    first_at     timestamptz,
    second_by    text,
    second_at    timestamptz,
    rejected_by  text,
    rejected_at  timestamptz,
    started_at   timestamptz,
    completed_at timestamptz,
    lease_until  timestamptz,
    error        text,
    constraint retention_run_two_people check (second_by is null or second_by <> first_by)
);
comment on table qupiya.retention_run is 'One sweep over the data of an operator whose term of storage is over: previewed, approved by two people, carried out';
comment on column qupiya.retention_run.as_of is 'A row goes whose term ended before this day, Asia/Almaty';
comment on column qupiya.retention_run.digest is 'SHA-256 over day, map and counts; both approvals are bound to it';
comment on column qupiya.retention_run.lease_until is 'Until when a node works on it; another one may go on after that';
create unique index retention_run_open on qupiya.retention_run (operator) where state in ('prepared', 'confirmed', 'approved', 'running');
create index retention_run_operator on qupiya.retention_run (operator, prepared_at);

create table qupiya.retention_part (
    run_id     uuid    not null references qupiya.retention_run (id),
    at         integer not null,
    system     text    not null,
    table_name text    not null,
    relation   text    not null,
    ground     text    not null,
    what       text    not null check (what in ('rows', 'columns')),
    counted    bigint  not null,
    next_page  bigint  not null default 0,
    destroyed  bigint  not null default 0,
    kept       bigint  not null default 0,
    rows_left  bigint,
    done       boolean not null default false,
    primary key (run_id, at)
);
comment on table qupiya.retention_part is 'The rows of a table, or of a part of it, that end by one rule of the data map: what was previewed, what became of them';
comment on column qupiya.retention_part.kept is 'Rows of people who are held or blocked';
comment on column qupiya.retention_part.rows_left is 'What a new query finds after all that has ended; no more than what is kept, or it is not proved';

create table qupiya.retention_chunk (
    run_id         uuid        not null,
    at             integer     not null,
    seq            bigint      not null,
    from_page      bigint      not null,
    to_page        bigint      not null,
    ended          bigint      not null,
    destroyed      bigint      not null,
    kept           bigint      not null,
    content_digest text        not null,
    begun_at       timestamptz not null,
    done_at        timestamptz,
    hash           text        not null,
    primary key (run_id, at, seq),
    foreign key (run_id, at) references qupiya.retention_part (run_id, at)
);
comment on table qupiya.retention_chunk is 'One transaction of a sweep in a system, on record before it is committed there';
comment on column qupiya.retention_chunk.content_digest is 'Keyed hash over the content of the rows destroyed';
comment on column qupiya.retention_chunk.done_at is 'When it was known to be committed';
comment on column qupiya.retention_chunk.hash is 'SHA-256 over the other columns but the last moment';
