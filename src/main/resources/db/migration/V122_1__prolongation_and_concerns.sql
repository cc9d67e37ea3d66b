-- A deadline that law does not set is prolonged once; a case may concern members of staff, who then do not see it.
alter table qupiya.deadline add column prolonged_at timestamptz;
comment on column qupiya.deadline.prolonged_at is 'When a manager prolonged the deadline; once only.';

create table qupiya.case_concern (
    case_id  uuid        not null references qupiya.case_file,
    user_id  text        not null,
    named_at timestamptz not null,
    primary key (case_id, user_id)
);
comment on table qupiya.case_concern is 'Members of staff whom a case concerns: for them it does not exist. The timeline names their roles only.';
create index case_concern_user on qupiya.case_concern (user_id, case_id);
