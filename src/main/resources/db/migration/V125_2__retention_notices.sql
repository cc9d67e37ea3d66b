-- A sweep belongs to no case; its approvers are told of it all the same.
alter table qupiya.staff_notice alter column case_number drop not null;
alter table qupiya.staff_notice add column retention_run uuid;
alter table qupiya.staff_notice drop constraint staff_notice_check;
alter table qupiya.staff_notice add constraint staff_notice_about check (num_nonnulls(duty, task, retention_run) = 1);
alter table qupiya.staff_notice add constraint staff_notice_case check ((case_number is null) = (retention_run is not null));
comment on column qupiya.staff_notice.retention_run is 'The sweep over terms of storage that the notice is about';
