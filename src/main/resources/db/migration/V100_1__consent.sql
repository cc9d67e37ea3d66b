create table qupiya.seal_key (
    purpose    text        primary key,
    master_key text        not null,
    wrapped    bytea       not null,
    created_at timestamptz not null
);
comment on table qupiya.seal_key is 'Keys for personal values that belong to no case, one for each purpose, wrapped by the master key of that id';

create table qupiya.consent_text (
    id       bigint generated always as identity primary key,
    operator text        not null,
    digest   bytea       not null,
    contents text        not null,
    added_at timestamptz not null,
    unique (operator, digest)
);
comment on table qupiya.consent_text is 'What everybody who agreed to one version of a text agreed to alike: contents 1 and 3 to 8 of Law 94-V art. 8(4), the form and the action; nothing personal';
comment on column qupiya.consent_text.contents is 'Canonical JSON; the digest is SHA-256 over it';
create trigger consent_text_append_only before update or delete on qupiya.consent_text
    for each row execute function qupiya.append_only();
create trigger consent_text_no_truncate before truncate on qupiya.consent_text
    for each statement execute function qupiya.append_only();

create table qupiya.consent (
    id          uuid        primary key,
    given_at    timestamptz not null,
    recorded_at timestamptz not null,
    until       timestamptz,
    text_id     bigint      not null references qupiya.consent_text (id),
    purposes    integer     not null check (purposes <> 0),
    running     integer     not null,
    shortened   boolean     not null,
    term        text        not null check (term in ('until-date', 'until-storage-ends', 'until-purpose-reached')),
    operator    text        not null,
    recorded_by text        not null,
    digest      bytea       not null,
    sealed      bytea       not null,
    constraint consent_running check (running & ~purposes = 0),
    constraint consent_until check ((term = 'until-date') = (until is not null))
);
comment on table qupiya.consent is 'Consents, one row for each that was given; given again it is another row';
comment on column qupiya.consent.id is 'Made by a keyed digest of everything that was handed in, so that the same consent is the same row on every node';
comment on column qupiya.consent.until is 'From when on it no longer runs by itself; permits compare it with the clock';
comment on column qupiya.consent.purposes is 'What was agreed to, a bit for each purpose (PurposeBits)';
comment on column qupiya.consent.running is 'What has not been ended on record';
comment on column qupiya.consent.digest is 'SHA-256 over a salt, which is sealed, and the canonical JSON of the consent';
comment on column qupiya.consent.sealed is 'Salt, name and address, encrypted under the key of the purpose consent and bound to the id';
-- The sweep: holds only what will expire and has not been ended.
create index consent_due on qupiya.consent (until) where running <> 0 and until is not null;

create function qupiya.consent_stays() returns trigger
    language plpgsql as
$$
begin
    if (new.id, new.given_at, new.recorded_at, new.until, new.text_id, new.purposes, new.shortened, new.term, new.operator, new.recorded_by, new.digest, new.sealed)
        is distinct from
       (old.id, old.given_at, old.recorded_at, old.until, old.text_id, old.purposes, old.shortened, old.term, old.operator, old.recorded_by, old.digest, old.sealed)
        or new.running & ~old.running <> 0 then
        raise exception 'a consent on record only ends' using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;
create trigger consent_only_ends before update on qupiya.consent
    for each row execute function qupiya.consent_stays();
create trigger consent_no_delete before delete on qupiya.consent
    for each row execute function qupiya.append_only();
create trigger consent_no_truncate before truncate on qupiya.consent
    for each statement execute function qupiya.append_only();

-- Written with its consent in one transaction and by nobody else; a foreign key would be looked up for each of tens of millions of rows.
create table qupiya.consent_identifier (
    until      timestamptz,
    person     bigint,
    purposes   integer     not null,
    running    integer     not null,
    kinds      smallint    not null,
    kind       smallint    not null,
    consent_id uuid        not null,
    hash       bytea       not null,
    -- The permit check reads this index and nothing else; the hash contains the operator.
    primary key (hash, consent_id) include (until, person, purposes, running, kinds)
);
comment on table qupiya.consent_identifier is 'Keyed hashes of the identifiers that a consent names, each with what the permit check must know of the consent';
comment on column qupiya.consent_identifier.person is 'First 8 bytes of the hash of the IIN that the consent names, null if it names none: tells apart the people who share a telephone';
comment on column qupiya.consent_identifier.kinds is 'Which kinds of identifiers the consent names, a bit for each';
comment on column qupiya.consent_identifier.kind is 'The bit of this identifier''s own kind';
create index consent_identifier_consent on qupiya.consent_identifier (consent_id);

create table qupiya.consent_event (
    consent_id  uuid        not null references qupiya.consent (id),
    sequence    integer     not null,
    how         text        not null check (how in ('withdrawn', 'expired', 'storage-ended')),
    purposes    integer     not null,
    at          timestamptz not null,
    recorded_at timestamptz not null,
    case_number text,
    hash        bytea       not null,
    primary key (consent_id, sequence),
    constraint consent_event_case check ((how = 'expired') = (case_number is null))
);
comment on table qupiya.consent_event is 'How consents ended; each hash goes over the one before, the first over the digest of the consent. That it was given is the row of the consent';
create trigger consent_event_append_only before update or delete on qupiya.consent_event
    for each row execute function qupiya.append_only();
create trigger consent_event_no_truncate before truncate on qupiya.consent_event
    for each statement execute function qupiya.append_only();

create table qupiya.consent_withdrawal (
    hash        bytea       not null,
    case_number text        not null,
    purposes    integer     not null,
    person      bigint,
    at          timestamptz not null,
    recorded_at timestamptz not null,
    operator    text        not null,
    primary key (hash, case_number, purposes)
);
comment on table qupiya.consent_withdrawal is 'Who withdrew what when, by keyed hash: a consent given before and recorded after does not run';

create table qupiya.consent_look (
    id       bigint generated always as identity primary key,
    operator text        not null,
    asked_by text        not null,
    asked_at timestamptz not null,
    form     text        not null check (form in ('json', 'pdf')),
    consents uuid[]      not null
);
comment on table qupiya.consent_look is 'Who looked at the proof of which consents; empty where nobody was found. Append-only';
create trigger consent_look_append_only before update or delete on qupiya.consent_look
    for each row execute function qupiya.append_only();
create trigger consent_look_no_truncate before truncate on qupiya.consent_look
    for each statement execute function qupiya.append_only();
