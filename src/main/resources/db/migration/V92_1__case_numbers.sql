create table qupiya.case_number_free (
    operator text    not null,
    year     integer not null,
    number   bigint  not null,
    primary key (operator, year, number)
);
comment on table qupiya.case_number_free is 'Case numbers that no case has yet. Opening a case takes the smallest that nobody else is taking; a rollback puts it back.';
comment on table qupiya.case_counter is 'Last case number of an operator and year that was put among the free ones.';
