-- What a stop in part left allowed ends when the obligation behind it is fulfilled; Law 94-V art. 8(2), 8(7).
alter table qupiya.withdrawal
    add column continues uuid references qupiya.withdrawal (case_id),
    add column look_at   timestamptz,
    add column failures  int not null default 0;
comment on column qupiya.withdrawal.continues is 'The withdrawal that stopped in part, where this one stops what it had left allowed';
comment on column qupiya.withdrawal.look_at is 'When it is looked again whether the obligations are fulfilled; null where nothing is left allowed';
comment on column qupiya.withdrawal.failures is 'How often in a row a system could not be asked';
create index withdrawal_look on qupiya.withdrawal (look_at) where look_at is not null;
create index withdrawal_continues on qupiya.withdrawal (continues) where continues is not null;

alter table qupiya.withdrawal_obligation
    add column fulfilled_at timestamptz,
    add column fulfilled_by text;
comment on column qupiya.withdrawal_obligation.fulfilled_at is 'When it was found to be fulfilled, by the system or by word of staff';
