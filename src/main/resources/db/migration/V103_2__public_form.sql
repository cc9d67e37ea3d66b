-- The public web form. Neither addresses nor codes are stored, only their keyed hashes.
create table qupiya.form_access (
    case_id   uuid primary key references qupiya.case_file (id),
    code_hash bytea not null
);
comment on table qupiya.form_access is 'Codes with which whoever handed a request in may ask for its state; keyed hashes';

create table qupiya.form_used (
    token   uuid primary key,
    used_at timestamptz not null
);
comment on table qupiya.form_used is 'Forms that were sent, so that a form sent twice opens one case';

create table qupiya.form_rate (
    scope bytea primary key,
    count int         not null,
    since timestamptz not null
);
comment on table qupiya.form_rate is 'How often an address or an operator was asked of late; scope is a keyed hash';

create table qupiya.contact_code (
    case_id    uuid primary key references qupiya.case_file (id),
    asked_at   timestamptz,
    code_hash  bytea,
    expires_at timestamptz,
    codes      int not null,
    tries      int not null
);
comment on table qupiya.contact_code is 'One-time codes to a contact on file; asked_at until a job has looked whether the contact is on file';
comment on column qupiya.contact_code.tries is 'Tries of the last code; five at most';
