create table qupiya.security_secret (
    name  text  primary key,
    value bytea not null
);
comment on table qupiya.security_secret is
    'Random keys of keyed hashes that all nodes must share; made at the first start unless qupiya.security.secret is set';

-- One row. Every node asks for it at most once a second and forgets what it knows of users when it has moved.
create table qupiya.identity_version (
    one     boolean primary key default true check (one),
    version bigint  not null
);
comment on table qupiya.identity_version is 'Moves with every change of a password, a membership or a user, on whatever node or by hand';
insert into qupiya.identity_version (version) values (1);

create function qupiya.identity_changed() returns trigger language plpgsql as $$
begin
    update qupiya.identity_version set version = version + 1;
    return null;
end $$;

-- Failed log-ins touch other columns of the user and move nothing.
create trigger qupiya_identity_changed after update of id_, pwd_, salt_ on act_id_user
    for each statement execute function qupiya.identity_changed();
create trigger qupiya_identity_removed after delete on act_id_user
    for each statement execute function qupiya.identity_changed();
create trigger qupiya_membership_changed after insert or update or delete on act_id_membership
    for each statement execute function qupiya.identity_changed();
create trigger qupiya_tenant_member_changed after insert or update or delete on act_id_tenant_member
    for each statement execute function qupiya.identity_changed();

create table qupiya.login_failure (
    scope    bytea       primary key,
    failures int         not null,
    since    timestamptz not null
);
create index login_failure_since on qupiya.login_failure (since);
comment on table qupiya.login_failure is
    'Failed log-ins by keyed hash of address, user, or both; a row counts until its window has passed';

create table qupiya.login_success (
    scope   bytea       primary key,
    last_on date        not null
);
comment on table qupiya.login_success is
    'Pairs of user and address (keyed hash) that logged in lately: failures from elsewhere do not shut them out';

create table qupiya.idempotency (
    scope      bytea       primary key,
    body_hash  bytea       not null,
    answer     bytea,
    created_at timestamptz not null
);
create index idempotency_created_at on qupiya.idempotency (created_at);
comment on table qupiya.idempotency is
    'First answers of calls that open a case; scope and body are keyed hashes, the answer is encrypted under a key that the caller''s Idempotency-Key makes';
