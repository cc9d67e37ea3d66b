-- Pre-trial claims (Zvonobot 6.1-6.3; KAO Solutions 9.10, 9.11; digital-rocket and twelve 4.1; Consumer Law art. 42-4, 42-7). Codes, amounts and moments only: words lie
-- in the vault of the case.

create table qupiya.claim (
    case_id            uuid        primary key references qupiya.case_file,
    hold_id            uuid        not null,
    consumer           boolean     not null,
    round              integer     not null default 1 check (round > 0),
    stage              text        not null default 'open' check (stage in ('open', 'answered', 'settled', 'body', 'court', 'ended')),
    allegation         text        check (allegation in ('unlawful-use', 'loss', 'disclosure', 'inaccurate-data', 'other')),
    shown              boolean,
    exclusion          text        check (exclusion in ('none', 'public-before', 'from-third-party', 'disclosed-with-consent')),
    documents          boolean,
    assessed_by        text,
    way                text        check (way in ('as-proposed', 'departed', 'not-entitled')),
    way_reason         text,
    decided_by         text,
    version            integer     not null default 0,
    amount             numeric(14, 2) check (amount > 0),
    pay_by             date,
    cause              text,
    answer_written     boolean     not null default false,
    approved_version   integer,
    approved_by        text,
    answered_at        timestamptz,
    answer_due_at      timestamptz,
    settled_at         timestamptz,
    body_received_at   timestamptz,
    explanation_by     text,
    explained          integer     not null default 0,
    suit_on            date,
    hearing_on         date,
    in_force_on        date,
    ruling             text        check (ruling in ('granted', 'granted-in-part', 'dismissed', 'settled-in-court', 'discontinued')),
    court_order        text        check (court_order in ('destroy', 'other', 'nothing')),
    court_by           text,
    evidence_until     date,
    reopens            uuid        references qupiya.case_file
);
comment on table qupiya.claim is 'A claim and what was decided in it';
comment on column qupiya.claim.version is 'counts changes of decision, amount and text: the approval of an answer is bound to it';
comment on column qupiya.claim.answer_due_at is 'the strictest term of the round at the moment of the answer';
comment on column qupiya.claim.evidence_until is 'last day on which the hold stands by limitation (Civil Code art. 178(1))';
create index claim_evidence on qupiya.claim (evidence_until) where evidence_until is not null;
create index claim_reopens on qupiya.claim (reopens) where reopens is not null;

create table qupiya.claim_demand (
    case_id   uuid    not null references qupiya.claim,
    seq       integer not null,
    kind      text    not null check (kind in ('real-damage', 'moral-damage', 'correction', 'destruction', 'access', 'stop-use', 'withdrawal', 'block', 'apology', 'explanation', 'other')),
    amount    numeric(14, 2) check (amount > 0),
    linked_id uuid    references qupiya.case_file,
    proposed  text    check (proposed in ('satisfied', 'refused', 'lawyer')),
    ground    text,
    result    text    check (result in ('satisfied', 'satisfied-in-part', 'refused')),
    reason    text,
    primary key (case_id, seq)
);
comment on table qupiya.claim_demand is 'What a claim demands; what has a process of its own is handled in a linked case with the same moment of receipt';
comment on column qupiya.claim_demand.ground is 'code of the rule of the decision table';
comment on column qupiya.claim_demand.result is 'set by the lawyer where it departs from the table';
create index claim_demand_linked on qupiya.claim_demand (linked_id) where linked_id is not null;

create table qupiya.claim_promise (
    case_id    uuid    not null references qupiya.claim,
    round      integer not null,
    amount     numeric(14, 2) check (amount > 0),
    pay_by     date,
    ordered_at timestamptz,
    paid_on    date,
    kept_at    timestamptz,
    primary key (case_id, round),
    check ((amount is null) = (pay_by is null))
);
comment on table qupiya.claim_promise is 'What the answer of a round promised; the number of the document of payment lies in the vault as payment.<round>';

create table qupiya.claim_reaction (
    id          uuid        primary key,
    case_id     uuid        not null references qupiya.claim,
    kind        text        not null check (kind in ('agreed', 'disagrees', 'consumer-body', 'court')),
    received_at timestamptz not null,
    at          timestamptz not null,
    by          text        not null
);
comment on table qupiya.claim_reaction is 'What came after the answer; its words lie in the vault as reaction.<id>';
create index claim_reaction_case on qupiya.claim_reaction (case_id);

create table qupiya.claim_view (
    case_id uuid        not null references qupiya.claim,
    round   integer     not null,
    topic   text        not null,
    at      timestamptz not null,
    by      text        not null,
    primary key (case_id, round, topic)
);
comment on table qupiya.claim_view is 'What custodians, security and lawyer found out; words lie in the vault as view.<round>.<topic>. Topic: security, legal, or system:<key>';

create table qupiya.claim_cause (
    operator text not null,
    code     text not null check (code ~ '^[a-z][a-z0-9-]{1,39}$'),
    ru       text not null,
    kk       text not null,
    en       text not null,
    primary key (operator, code)
);
comment on table qupiya.claim_cause is 'Causes of claims that an operator added to those that the product brings';

alter table qupiya.case_document drop constraint case_document_purpose_check;
alter table qupiya.case_document add constraint case_document_purpose_check check (purpose in ('request', 'authority', 'identity', 'confirming', 'answer', 'court', 'other'));
