create schema if not exists qupiya;
comment on schema qupiya is 'Everything of Qupiya but the workflow engine''s own tables';
