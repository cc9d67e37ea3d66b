-- Working calendars, every version of every year that was ever in force.
create table qupiya.calendar_year (
    year      integer     not null check (year between 2010 and 2210),
    version   integer     not null check (version > 0),
    content   jsonb       not null,
    origin    text        not null check (origin in ('bundled', 'loaded')),
    loaded_at timestamptz not null,
    loaded_by text        not null,
    primary key (year, version)
);
comment on table qupiya.calendar_year is 'Working calendar of a year: official list, orders, Kurban Ait. The highest version of a year is in force; the others stay, since receipts name them.';
comment on column qupiya.calendar_year.origin is 'bundled: a file of the application; loaded: given by a manager, and then no file replaces it';

-- A sequence, not a counter: a rolled-back load must not leave its number to the next one, since nodes cache by it.
create sequence qupiya.calendar_revision;

create table qupiya.calendar_state (
    one      boolean primary key default true check (one),
    revision bigint  not null
);
comment on table qupiya.calendar_state is 'One row: the revision of the whole calendar, by which every node knows whether what it computed before still holds.';
insert into qupiya.calendar_state (revision) values (nextval('qupiya.calendar_revision'));
