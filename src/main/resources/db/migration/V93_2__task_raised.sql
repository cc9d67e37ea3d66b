create table qupiya.task_raised (
    task_id   text        not null primary key,
    case_id   uuid        not null,
    raised_at timestamptz not null
);
comment on table qupiya.task_raised is 'Tasks that nobody had claimed by half of their term; each is raised once';

alter table qupiya.staff_notice alter column duty drop not null;
alter table qupiya.staff_notice add column task text;
alter table qupiya.staff_notice add check ((duty is null) <> (task is null));
comment on column qupiya.staff_notice.task is 'Name of the task that the notice is about, as the model has it';
