-- Other requests: codes only; words of people and the text of the answer lie in the vault of the case.
create table qupiya.other_request (
    case_id    uuid primary key references qupiya.case_file (id),
    about      text    not null check (about in ('access', 'correction', 'destruction', 'other')),
    claim      boolean not null default false,
    answered   boolean not null default false,
    reason     text,
    decided_by text,
    check (not claim or about = 'other')
);
comment on table qupiya.other_request is 'What a request for access, correction, destruction or something else knows of its case; Law 94-V art. 24, 25(2)(6)-(8)';
comment on column qupiya.other_request.claim is 'A pre-trial claim, kept here until claims have a process of their own';
comment on column qupiya.other_request.answered is 'Whether the text of the answer was written';
comment on column qupiya.other_request.reason is 'Ground of a refusal, or why the requester is not entitled';
