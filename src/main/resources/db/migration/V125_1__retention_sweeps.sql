-- Who asked for a sweep, why one was not approved, when somebody was reminded, and what keeps what from it. Case numbers and counts: no identifier of anybody stands here.

alter table qupiya.retention_run add column asked_by text;
alter table qupiya.retention_run add column rejected_reason text;
alter table qupiya.retention_run add column reminded_at timestamptz;
alter table qupiya.retention_run add constraint retention_run_not_who_asked check (second_by is null or second_by is distinct from asked_by);
comment on column qupiya.retention_run.asked_by is 'Who asked for it out of turn, and may not approve it last; null for the count of the night';
comment on column qupiya.retention_run.rejected_reason is 'Code of why nothing of it is destroyed';
comment on column qupiya.retention_run.reminded_at is 'When those whose approval it waits for were told again; null until then, and again once the first has approved';

alter table qupiya.retention_part add column expected bigint;
comment on column qupiya.retention_part.expected is 'Rows that would stay because a person was held or blocked when somebody looked after the count; null until then';

create table qupiya.retention_keeper (
    run_id      uuid    not null,
    at          integer not null,
    case_number text    not null,
    kind        text    not null,
    expected    bigint  not null default 0,
    kept        bigint  not null default 0,
    primary key (run_id, at, case_number, kind),
    foreign key (run_id, at) references qupiya.retention_part (run_id, at)
);
comment on table qupiya.retention_keeper is 'Which case keeps how many rows of a part by a hold or a block: before the sweep as far as could be seen, and in the sweep';
