-- Withdrawals of consent: codes and moments; whatever is personal lies in the vault of the case.
create table qupiya.withdrawal (
    case_id         uuid primary key references qupiya.case_file (id),
    whole           boolean     not null,
    purposes        text[]      not null,
    clause          text,
    effective_on    date,
    effective_at    timestamptz not null,
    repeated        boolean     not null,
    by_consent      text[]      not null default '{}',
    allowed         text[]      not null default '{}',
    proposal        text,
    proposal_ground text,
    decision_reason text,
    refusal_ground  text,
    decided_by      text,
    destroy         boolean     not null default false,
    safe_side_at    timestamptz,
    took_effect_at  timestamptz,
    suppression_id  uuid
);
comment on table qupiya.withdrawal is 'What a withdrawal of consent knows of its case; Law 94-V art. 8(2), 8(7)';
comment on column qupiya.withdrawal.clause is 'Clause of the policy that the person uses, where one asks for notice and another does not';
comment on column qupiya.withdrawal.effective_on is 'Day named by the person; processing stops at its beginning in Asia/Almaty';
comment on column qupiya.withdrawal.repeated is 'Everything was stopped already when it came';
comment on column qupiya.withdrawal.by_consent is 'Purposes withdrawn that rest on consent';
comment on column qupiya.withdrawal.allowed is 'Purposes that go on for unfulfilled obligations';
comment on column qupiya.withdrawal.safe_side_at is 'When the undecided withdrawal was suppressed by itself';

create table qupiya.withdrawal_obligation (
    case_id      uuid   not null references qupiya.withdrawal (case_id),
    system       text   not null,
    code         text   not null,
    count        bigint not null,
    purposes     text[] not null,
    by_custodian text,
    primary key (case_id, system, code)
);
comment on table qupiya.withdrawal_obligation is 'Unfulfilled obligations found for a withdrawal; Law 94-V art. 8(2)';

create table qupiya.withdrawal_question (
    case_id     uuid not null references qupiya.withdrawal (case_id),
    system      text not null,
    answered_at timestamptz,
    answered_by text,
    exist       boolean,
    primary key (case_id, system)
);
comment on table qupiya.withdrawal_question is 'Systems without a connection whose custodian says whether obligations are unfulfilled';
