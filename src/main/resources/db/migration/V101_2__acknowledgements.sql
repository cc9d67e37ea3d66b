-- A recipient says that it has stopped; one that says nothing is told once more, and then raised to the staff.

alter table qupiya.recipient_notice add column purposes text[] not null default '{}';
alter table qupiya.recipient_notice add column told_again_at timestamptz;
alter table qupiya.recipient_notice add column acknowledged_at timestamptz;
alter table qupiya.recipient_notice add column acknowledged_by text;
alter table qupiya.recipient_notice add column acknowledged_how text check (acknowledged_how in ('answer', 'call', 'document', 'word'));
alter table qupiya.recipient_notice add column acknowledgement_document uuid;
alter table qupiya.recipient_notice add column raised_at timestamptz;
alter table qupiya.recipient_notice add constraint recipient_notice_acknowledged_check
    check ((acknowledged_at is null) = (acknowledged_how is null) and (acknowledged_at is null) = (acknowledged_by is null));
alter table qupiya.recipient_notice drop constraint recipient_notice_case_id_kind_recipient_key;
alter table qupiya.recipient_notice add constraint recipient_notice_once unique (case_id, kind, recipient, purposes);
create index recipient_notice_silent_idx on qupiya.recipient_notice (created_at) where kind = 'stop' and acknowledged_at is null and raised_at is null;
comment on column qupiya.recipient_notice.purposes is 'What a stop ends the use for';
comment on column qupiya.recipient_notice.acknowledged_how is 'answer to our call, signed call, document of the case, or the word of somebody of the staff';
comment on column qupiya.recipient_notice.raised_at is 'When the staff were told that the recipient says nothing';
