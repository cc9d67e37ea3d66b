-- Figures over a year of deadlines are read from the indexes alone.
drop index qupiya.deadline_met;
drop index qupiya.deadline_missed;
create index deadline_met on qupiya.deadline (met_at) include (case_id, state) where met_at is not null;
create index deadline_missed on qupiya.deadline (missed_at) include (case_id) where missed_at is not null;
create index case_file_operator on qupiya.case_file (id) include (operator);
