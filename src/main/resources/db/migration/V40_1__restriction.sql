create table qupiya.restriction (
    id          uuid        primary key,
    operator    text        not null,
    kind        text        not null check (kind in ('block', 'suppression', 'hold')),
    reason      text        not null,
    purposes    text[]      not null,
    article     text,
    case_id     uuid        not null,
    case_number text        not null,
    received_at timestamptz not null,
    since       timestamptz not null,
    until       date,
    searched_at timestamptz,
    ended_at    timestamptz,
    end_reason  text,
    constraint restriction_purposes check ((kind = 'suppression') = (cardinality(purposes) > 0)),
    constraint restriction_end check ((ended_at is null) = (end_reason is null))
);
comment on table qupiya.restriction is 'Blocks, suppressions and holds, one row each; rows lie over each other and end one by one';
comment on column qupiya.restriction.since is 'When it took force, or will take it';
comment on column qupiya.restriction.searched_at is 'When every system of the operator had answered which identifiers the person has; until then permits look the person up live';
-- Placing twice in one case for one reason is one restriction, on every node.
create unique index restriction_standing on qupiya.restriction (case_id, reason) where ended_at is null;
create index restriction_case on qupiya.restriction (case_id);
-- Holds the few whose search still runs: the permit check looks here each time.
create index restriction_searching on qupiya.restriction (operator) where ended_at is null and searched_at is null;

create table qupiya.restriction_identifier (
    restriction_id uuid        not null references qupiya.restriction (id),
    hash           bytea       not null,
    kind           text        not null,
    origin         text        not null check (origin in ('given', 'linked', 'found')),
    active         boolean     not null default true,
    added_at       timestamptz not null,
    primary key (restriction_id, hash)
);
comment on table qupiya.restriction_identifier is 'Keyed hashes of the identifiers that a restriction covers: given with the request, linked by earlier knowledge, or found in a system';
comment on column qupiya.restriction_identifier.active is 'Whether the restriction stands; kept here so that the index of the permit check holds nothing else';
-- The permit check: the hash contains the operator, so it is found by this alone.
create index restriction_identifier_active on qupiya.restriction_identifier (hash) include (restriction_id) where active;

create table qupiya.permit_denial (
    day            date        not null,
    operator       text        not null,
    purpose        text        not null,
    reason         text        not null,
    restriction_id uuid,
    asker          text        not null,
    times          bigint      not null,
    first_at       timestamptz not null,
    last_at        timestamptz not null,
    constraint permit_denial_key unique nulls not distinct (day, operator, purpose, reason, restriction_id, asker)
);
comment on table qupiya.permit_denial is 'Every denied permit, counted by day (of Almaty), operator, purpose, reason, restriction and asker; without the identifier asked for';
create index permit_denial_restriction on qupiya.permit_denial (restriction_id) where restriction_id is not null;
