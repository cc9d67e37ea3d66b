create table qupiya.process_model (
    digest    text        not null primary key check (digest ~ '^[0-9a-f]{64}$'),
    process   text        not null,
    xml       text        not null,
    stored_at timestamptz not null
);
comment on table qupiya.process_model is 'Every model that was ever deployed, by the SHA-256 of its XML (UTF-8): the path of a case is drawn on it also when the engine is another';
