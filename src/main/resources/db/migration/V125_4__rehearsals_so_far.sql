update qupiya.case_file c set rehearsal = true from qupiya.breach b where b.case_id = c.id and b.rehearsal;
