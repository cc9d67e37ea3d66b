-- Destructions that go on by themselves when what had to be kept may go.

create unique index act_open_continuation_idx on qupiya.act (continues) where continues is not null and state <> 'completed';

create table qupiya.suspended_destruction (
    act_id       uuid        primary key references qupiya.act,
    case_id      uuid        not null,
    operator     text        not null,
    waits_for    text        not null check (waits_for in ('date', 'hold', 'block', 'open', 'system', 'answer', 'hand', 'look')),
    due_on       date,
    next_look_at timestamptz not null,
    failures     integer     not null default 0,
    system       text,
    error        text,
    raised_at    timestamptz,
    suspended_at timestamptz not null,
    completed_at timestamptz
);
create index suspended_destruction_due_idx on qupiya.suspended_destruction (next_look_at) where completed_at is null;
create index suspended_destruction_case_idx on qupiya.suspended_destruction (case_id);
comment on table qupiya.suspended_destruction is 'A completed destruction that kept something: what is waited for, until when, and how the rest is getting on';
comment on column qupiya.suspended_destruction.due_on is 'First day on which something of what is kept may go, Asia/Almaty';
comment on column qupiya.suspended_destruction.failures is 'Failed looks in a row; after the third the staff are told';

insert into qupiya.suspended_destruction (act_id, case_id, operator, waits_for, next_look_at, suspended_at)
select a.id, a.case_id, a.operator, 'look', now(), a.completed_at
from qupiya.act a
where a.kind = 'destroy' and a.state = 'completed'
  and exists (select 1 from qupiya.act_item i join qupiya.act_system s on s.act_id = i.act_id and s.system = i.system
              where i.act_id = a.id and s.connector <> 'manual' and i.outcome = 'kept' and i.ground <> 'not-personal');
