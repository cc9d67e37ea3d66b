create table qupiya.letter (
    id               uuid        primary key,
    case_id          uuid        not null,
    operator         text        not null,
    case_number      text        not null,
    seq              integer     not null,
    number           text        not null,
    once_key         text        not null,
    template         text        not null,
    template_hash    text        not null,
    languages        text        not null,
    addressee        text        not null check (addressee in ('subject', 'representative', 'authority', 'third-party')),
    name_field       text,
    email_field      text,
    address_field    text,
    channel          text        not null check (channel in ('mail', 'print', 'hand')),
    print_reason     text        check (print_reason in ('no-email', 'bounced', 'failed', 'by-hand', 'asked-for')),
    state            text        not null
        check (state in ('queued', 'sending', 'sent', 'failed-temporarily', 'failed', 'bounced', 'printed')),
    attempts         integer     not null default 0,
    next_attempt_at  timestamptz,
    lease_owner      uuid,
    lease_until      timestamptz,
    failure          text,
    message_id       text        not null unique,
    bounce_token     text        not null unique,
    content          bytea       not null,
    content_sha256   text        not null,
    pdf              bytea,
    pdf_sha256       text,
    created_at       timestamptz not null,
    sent_at          timestamptz,
    bounced_at       timestamptz,
    printed_at       timestamptz,
    printed_by       text,
    registered_mail  text,
    unique (case_id, seq),
    unique (case_id, once_key)
);
comment on table qupiya.letter is
    'Ledger of letters: what went to whom in what state. Holds no personal data in plain: addresses are names of vault fields, text and PDF are sealed under the key of the case';
comment on column qupiya.letter.once_key is 'a second request with the same key in the same case writes no second letter';
comment on column qupiya.letter.bounce_token is 'random part of the return path, by which a bounce names the letter';
comment on column qupiya.letter.failure is 'code of the last failure; never the words of a mail server, which name the recipient';

create index letter_due on qupiya.letter (next_attempt_at)
    where channel = 'mail' and state in ('queued', 'failed-temporarily');
create index letter_leased on qupiya.letter (lease_until) where state = 'sending';
create index letter_to_print on qupiya.letter (operator, created_at)
    where printed_at is null and print_reason is not null;
