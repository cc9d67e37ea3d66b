-- The people a breach touched: lists by version, who stands in them, what they are known by, and where they came from.

create table qupiya.affected_list (
    no           integer     generated always as identity primary key,
    id           uuid        not null unique,
    case_id      uuid        not null references qupiya.case_file,
    version      integer     not null check (version > 0),
    state        text        not null check (state in ('staged', 'collecting', 'frozen')),
    next_seq     integer     not null default 1,
    people       bigint,
    with_iin     bigint,
    with_email   bigint,
    with_phone   bigint,
    with_name    bigint,
    accepted     bigint,
    duplicate    bigint,
    rejected     bigint,
    hash         text,
    source_hash  text,
    frozen_at    timestamptz,
    frozen_by    text,
    constraint affected_list_frozen check ((state = 'frozen') = (frozen_at is not null and frozen_by is not null and hash is not null and source_hash is not null
        and people is not null and accepted is not null))
);
comment on table qupiya.affected_list is 'Lists of the people a breach touched. A list collects until it is frozen; what comes later collects in the next version. The counts are those of the freeze';
comment on column qupiya.affected_list.state is 'staged: being sent to take the place of the one that collects';
comment on column qupiya.affected_list.next_seq is 'Place of the next person';
comment on column qupiya.affected_list.hash is 'SHA-256 over the keyed digests of the people in their order, hexadecimal';
comment on column qupiya.affected_list.source_hash is 'SHA-256 over the canonical JSON of the queries and of the hashes of the files, hexadecimal';
create unique index affected_list_version on qupiya.affected_list (case_id, version) where state <> 'staged';
create unique index affected_list_collecting on qupiya.affected_list (case_id) where state = 'collecting';
create index affected_list_case on qupiya.affected_list (case_id);

-- No foreign keys from the two tables of millions of rows: whoever writes into a list holds its row locked, and a list is deleted with all that stands in it.

create table qupiya.affected_person (
    list      integer  not null,
    seq       integer  not null,
    same_list integer,
    same_seq  integer,
    has       smallint not null,
    language  text,
    digest    bytea    not null,
    sealed    bytea    not null,
    primary key (list, seq),
    constraint affected_person_same check ((same_list is null) = (same_seq is null))
);
comment on table qupiya.affected_person is 'A person of a list. Name and identifiers lie sealed under the key of the case';
comment on column qupiya.affected_person.seq is 'Place in the list; never changes once the list is frozen';
comment on column qupiya.affected_person.same_list is 'With same_seq the person of an earlier version that this one turned out to be; then it counts for nothing but to know the person by';
comment on column qupiya.affected_person.has is 'What is known: 1 IIN, 2 mail address, 4 telephone, 8 name';
comment on column qupiya.affected_person.digest is 'Keyed digest over name, identifiers and language, by which two lists are compared';

create table qupiya.affected_identifier (
    list     integer  not null,
    seq      integer  not null,
    hash     uuid     not null,
    kind     smallint not null,
    anchored boolean  not null,
    primary key (list, hash, seq)
);
comment on table qupiya.affected_identifier is 'What the people of a list are known by: the first half of the keyed hash of each identifier';
comment on column qupiya.affected_identifier.kind is '1 IIN, 2 contract, 3 login, 4 telephone, 5 mail address';
comment on column qupiya.affected_identifier.anchored is 'Whether the person has an IIN: two people with IINs may share an identifier, of the others one has it';

create table qupiya.affected_load (
    id          uuid        primary key,
    case_id     uuid        not null references qupiya.case_file,
    mode        text        not null check (mode in ('add', 'replace')),
    kind        text        not null check (kind in ('file', 'query')),
    query       text,
    sha256      text,
    caller      text        not null,
    state       text        not null check (state in ('running', 'completed', 'interrupted')),
    accepted    bigint      not null,
    duplicate   bigint      not null,
    rejected    bigint      not null,
    faults      bigint      not null,
    started_at  timestamptz not null,
    alive_at    timestamptz not null,
    finished_at timestamptz,
    constraint affected_load_query check ((kind = 'query') = (query is not null)),
    constraint affected_load_finished check ((state = 'running') = (finished_at is null))
);
comment on table qupiya.affected_load is 'Files and queries that people were taken from';
comment on column qupiya.affected_load.query is 'Canonical JSON of the query: system, table, column and window of time, nothing personal';
comment on column qupiya.affected_load.sha256 is 'SHA-256 of the file as it came, hexadecimal; once it has come wholly';
comment on column qupiya.affected_load.faults is 'Lines that were taken although a field of theirs was bad';
create index affected_load_case on qupiya.affected_load (case_id, started_at);

create table qupiya.affected_source (
    list      integer not null references qupiya.affected_list (no) on delete cascade,
    load_id   uuid    not null references qupiya.affected_load (id) on delete cascade,
    accepted  bigint  not null,
    duplicate bigint  not null,
    rejected  bigint  not null,
    primary key (list, load_id)
);
comment on table qupiya.affected_source is 'Which load gave what to which list; a load during which the list was frozen gives to two';

create table qupiya.affected_reject (
    load_id uuid    not null references qupiya.affected_load (id) on delete cascade,
    line    bigint  not null,
    field   text    not null,
    code    text    not null,
    taken   boolean not null
);
comment on table qupiya.affected_reject is 'What was wrong with which line, without its value; taken: another identifier of the line names the person';
create index affected_reject_load on qupiya.affected_reject (load_id, line);
