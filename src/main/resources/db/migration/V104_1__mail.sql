-- Mail that comes in. Addresses, subjects and texts stand nowhere here: what a mail says lies sealed in mail_chunk until it is worked off, then in the vault of its case.
create table qupiya.mailbox (
    operator     text primary key,
    uid_validity bigint,
    last_uid     bigint      not null default 0,
    all_from     bigint      not null default 0,
    lease_owner  uuid,
    lease_until  timestamptz,
    failures     int         not null default 0,
    failure      text,
    next_at      timestamptz not null,
    last_read_at timestamptz
);
comment on table qupiya.mailbox is 'How far the mailbox of each operator has been read; one node at a time holds the lease';
comment on column qupiya.mailbox.last_uid is 'UID (RFC 3501) of the last mail that was taken in';
comment on column qupiya.mailbox.all_from is 'Mails before this UID were there before us: only those that nobody had read are taken';
comment on column qupiya.mailbox.failure is 'Class of the last fault; never the words of a mail server';

create table qupiya.mail_item (
    id           uuid primary key,
    operator     text        not null,
    fingerprint  bytea       not null,
    sender       bytea,
    received_at  timestamptz not null,
    taken_at     timestamptz not null,
    size         bigint      not null,
    kept         bigint      not null,
    uid_validity bigint      not null,
    uid          bigint      not null,
    state        text        not null check (state in ('unread', 'waiting', 'opened', 'joined', 'set-aside')),
    reason       text,
    attempts     int         not null default 0,
    next_at      timestamptz,
    failure      text,
    worked_at    timestamptz,
    case_id      uuid references qupiya.case_file (id),
    unique (operator, fingerprint),
    check ((state in ('unread', 'waiting')) = (next_at is not null))
);
comment on table qupiya.mail_item is 'Each mail that was taken in, and what became of it; a mail delivered twice is one row';
comment on column qupiya.mail_item.fingerprint is 'Keyed hash of Message-ID and content, by which a mail delivered twice is recognised';
comment on column qupiya.mail_item.sender is 'Keyed hash of the sender''s address';
comment on column qupiya.mail_item.received_at is 'When the mail server got it (INTERNALDATE): the terms run from here';
comment on column qupiya.mail_item.kept is 'How much of it was taken in, in bytes; less than its size if it is too large';
comment on column qupiya.mail_item.reason is 'Code: why it was set aside';
create index mail_item_due on qupiya.mail_item (state, next_at) where next_at is not null;
create index mail_item_sender on qupiya.mail_item (operator, sender, worked_at);
create index mail_item_case on qupiya.mail_item (case_id) where case_id is not null;

create table qupiya.mail_chunk (
    mail_id uuid  not null references qupiya.mail_item (id) on delete cascade,
    chunk   int   not null,
    content bytea not null,
    primary key (mail_id, chunk)
);
comment on table qupiya.mail_chunk is 'Mails that wait, sealed under a key of their own that is destroyed when they are worked off';

create table qupiya.case_mail (
    id           uuid primary key,
    case_id      uuid        not null references qupiya.case_file (id),
    mail_id      uuid        not null,
    received_at  timestamptz not null,
    joined       boolean     not null,
    named_number text
);
comment on table qupiya.case_mail is 'Mails of a case; what they say lies in its vault';
comment on column qupiya.case_mail.named_number is 'A case that the mail names though its sender is not known to it';
create index case_mail_case on qupiya.case_mail (case_id, received_at);
