-- A rehearsal is a case with the terms of a real one that no figure counts.
alter table qupiya.case_file add column rehearsal boolean not null default false;
comment on column qupiya.case_file.rehearsal is 'Held on made-up people: it stands in lists, marked, and in no figure, report or register';
create index case_file_rehearsal on qupiya.case_file (operator) where rehearsal;
