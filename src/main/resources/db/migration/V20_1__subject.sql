create table qupiya.key_check (
    name        text        primary key,
    fingerprint bytea       not null,
    written_at  timestamptz not null
);
comment on table qupiya.key_check is 'Fingerprint of the key that identifiers are hashed with: with another key nobody would be found, and every permit check would say yes';

create table qupiya.vault_key (
    case_id      uuid        primary key,
    master_key   text,
    wrapped      bytea,
    created_at   timestamptz not null,
    destroyed_at timestamptz,
    constraint vault_key_wrapped_or_destroyed check ((wrapped is null) = (destroyed_at is not null)
        and (wrapped is null) = (master_key is null))
);
comment on table qupiya.vault_key is 'The key of each case, wrapped by the master key of that id; without it nothing of the case can be read, in no backup either';
create index vault_key_master_key on qupiya.vault_key (master_key) where master_key is not null;

create table qupiya.vault_value (
    case_id    uuid        not null references qupiya.vault_key (case_id),
    field      text        not null,
    sealed     bytea       not null,
    written_at timestamptz not null,
    primary key (case_id, field)
);
comment on table qupiya.vault_value is 'The vault: personal data of a case, encrypted under the key of the case';

create table qupiya.case_identifier (
    case_id  uuid        not null references qupiya.vault_key (case_id),
    hash     bytea       not null,
    kind     text        not null,
    operator text        not null,
    sealed   bytea       not null,
    added_at timestamptz not null,
    primary key (case_id, hash)
);
comment on table qupiya.case_identifier is 'The vault: identifiers of the person a case is about, encrypted under the key of the case, found by keyed hash';
create index case_identifier_hash on qupiya.case_identifier (hash);

create table qupiya.identity_link (
    owner       bytea       not null,
    member      bytea       not null,
    owner_kind  text        not null,
    member_kind text        not null,
    operator    text        not null,
    learned_at  timestamptz not null,
    primary key (owner, member)
);
comment on table qupiya.identity_link is 'Keyed hashes that an operator''s system told to belong to one person, from an identifier that is one person''s to what stood in the same record';
create index identity_link_member on qupiya.identity_link (member);
