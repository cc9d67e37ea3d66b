-- The check of all timelines: where it stands, so that another node goes on when one dies, and what it found.

create table qupiya.timeline_run (
    id           bigint generated always as identity primary key,
    started_at   timestamptz not null,
    asked_by     text,
    last_case    uuid        not null,
    cases        bigint      not null default 0,
    events       bigint      not null default 0,
    anchors      text        not null,
    worker       uuid,
    leased_until timestamptz,
    finished_at  timestamptz,
    check ((worker is null) = (leased_until is null))
);
comment on table qupiya.timeline_run is 'The check of all timelines that is under way, and the last one that ended; the lasting record is timeline_check.';
comment on column qupiya.timeline_run.asked_by is 'user who asked for it; null when the schedule did';
comment on column qupiya.timeline_run.last_case is 'cases up to this id are checked';
comment on column qupiya.timeline_run.anchors is 'hash over the anchors before and those of the last batch';
comment on column qupiya.timeline_run.worker is 'the run of a node that works on it until the lease ends';
create unique index timeline_run_one on qupiya.timeline_run ((true)) where finished_at is null;

create table qupiya.timeline_fault (
    run_id    bigint      not null references qupiya.timeline_run on delete cascade,
    case_id   uuid        not null references qupiya.case_file,
    number    text        not null,
    operator  text        not null,
    events    bigint      not null,
    head      text,
    broken_at bigint      not null,
    fault     text        not null,
    found_at  timestamptz not null,
    primary key (run_id, case_id)
);
comment on table qupiya.timeline_fault is 'Timelines that the last check, or the one under way, found broken.';

comment on column qupiya.timeline_check.anchors is 'hash over the anchors of all sound timelines, batch by batch';
