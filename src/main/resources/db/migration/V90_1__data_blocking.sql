create table qupiya.data_block (
    case_id               uuid        not null primary key,
    restriction_id        uuid        not null,
    decision_reason       text,
    decided_by            text,
    confirming_document   uuid,
    confirmed_on          date,
    rejection_reason      text,
    rejected_by           text
);
comment on table qupiya.data_block is 'What data blocking knows beyond the case: no personal data, values lie in the vault of the case';

create table qupiya.data_block_correction (
    case_id   uuid not null references qupiya.data_block,
    position  int  not null,
    field     text not null,
    old_given boolean not null,
    clears    boolean not null,
    primary key (case_id, position)
);
comment on table qupiya.data_block_correction is 'Fields to be corrected; old and new values lie in the vault of the case';

create table qupiya.facts_request (
    id           uuid        not null primary key,
    case_id      uuid        not null references qupiya.data_block,
    system       text        not null,
    asked_by     text        not null,
    asked_at     timestamptz not null,
    task_id      text,
    answered_by  text,
    answered_at  timestamptz
);
comment on table qupiya.facts_request is 'Questions to the custodian of a system; question and answer lie in the vault of the case';
create index facts_request_case on qupiya.facts_request (case_id, asked_at);
