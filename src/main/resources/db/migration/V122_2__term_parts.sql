-- Parts of terms: what a step of a case has of the running term of a duty.
create table qupiya.term_part (
    case_id       uuid        not null references qupiya.case_file,
    step          text        not null,
    topic         text        not null default '',
    duty          text        not null,
    share_percent int         not null check (share_percent between 1 and 100),
    given_at      timestamptz not null,
    due_at        timestamptz not null,
    chase_at      timestamptz not null,
    chased_at     timestamptz,
    overdue_at    timestamptz,
    done_at       timestamptz,
    task_id       text,
    primary key (case_id, step, topic),
    check (given_at <= chase_at and chase_at <= due_at)
);
comment on table qupiya.term_part is 'Parts of terms given to steps of cases; chased_at and overdue_at are set once, by whoever takes the row. Codes and times only.';
comment on column qupiya.term_part.topic is 'Tells parts of one step apart, such as the system that is asked; empty where there is one.';
comment on column qupiya.term_part.task_id is 'The task of the engine that carries the part, where it was told.';
create index term_part_chase on qupiya.term_part (chase_at) where done_at is null and chased_at is null;
create index term_part_end on qupiya.term_part (due_at) where done_at is null and overdue_at is null;
create index term_part_task on qupiya.term_part (task_id) where task_id is not null;
