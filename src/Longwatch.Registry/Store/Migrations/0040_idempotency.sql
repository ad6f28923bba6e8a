-- Answers to writes of the HTTP API, by the key that the client gave: the same request again gets the same answer and does nothing.
-- No fact of a patient: outside the audit trail, and old rows may go.
create table registry.idempotency (
  account uuid not null,
  key text not null check (length(key) between 1 and 128),
  request bytea not null,
  begun timestamptz not null default clock_timestamp(),
  status integer,
  content_type text,
  location text,
  body bytea,
  primary key (account, key)
);
create index idempotency_begun on registry.idempotency (begun);
grant select, insert, update, delete on registry.idempotency to {app};
