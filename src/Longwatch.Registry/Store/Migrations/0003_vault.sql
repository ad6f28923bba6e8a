-- Who a pseudonym is. Only the role {vault} reads it; the contents are sealed with a key that the database does not have.
create schema vault;
grant usage on schema vault to {vault};

create table vault.identity (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null unique,
  key_id text not null,
  sealed bytea not null,
  -- keyed hash of the hospital number within its centre: finds a person again without reading anybody else
  lookup bytea
);
create index identity_lookup on vault.identity (lookup) where lookup is not null;
select audit.watch('vault.identity');
revoke all on vault.identity from {app};
grant select, insert, update on vault.identity to {vault};
