-- Credentials that somebody else may know are made useless.

alter table qupiya.act drop constraint act_kind_check;
alter table qupiya.act add constraint act_kind_check
    check (kind in ('block', 'unblock', 'stop', 'export', 'rectify', 'reset-credentials', 'destroy', 'depersonalise'));

alter table qupiya.act_item drop constraint act_item_outcome_check;
alter table qupiya.act_item add constraint act_item_outcome_check
    check (outcome in ('exported', 'rectified', 'blocked', 'unblocked', 'stopped', 'reset', 'destroyed', 'masked', 'kept', 'nothing-found', 'failed'));
