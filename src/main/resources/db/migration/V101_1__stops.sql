-- Stopping the use of data for purposes, and destructions that go on when what was kept may go.

alter table qupiya.act drop constraint act_kind_check;
alter table qupiya.act add constraint act_kind_check check (kind in ('block', 'unblock', 'stop', 'export', 'rectify', 'destroy', 'depersonalise'));
alter table qupiya.act add column purposes text[] not null default '{}';
alter table qupiya.act add column continues uuid references qupiya.act;
alter table qupiya.act add constraint act_purposes_check check ((kind = 'stop') = (cardinality(purposes) > 0));
create index act_continues_idx on qupiya.act (continues) where continues is not null;
comment on column qupiya.act.purposes is 'What a stop ends the use for';
comment on column qupiya.act.continues is 'The completed destruction whose kept data this one destroys, under its authority and approval';

alter table qupiya.act_item drop constraint act_item_outcome_check;
alter table qupiya.act_item add constraint act_item_outcome_check
    check (outcome in ('exported', 'rectified', 'blocked', 'unblocked', 'stopped', 'destroyed', 'masked', 'kept', 'nothing-found', 'failed'));
