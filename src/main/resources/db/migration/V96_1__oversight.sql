-- What managers look at: figures and lists over a register of millions of cases.
create index case_file_received on qupiya.case_file (received_at desc, number desc);
create index case_file_unclosed on qupiya.case_file (operator, kind) where status <> 'closed';
create index case_file_closed on qupiya.case_file (closed_at) where closed_at is not null;
create index deadline_met on qupiya.deadline (met_at) where met_at is not null;
create index deadline_missed on qupiya.deadline (missed_at) where missed_at is not null;
