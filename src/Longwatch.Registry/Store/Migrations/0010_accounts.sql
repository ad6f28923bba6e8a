-- People with an account, what they may do, and the secrets by which they sign in.
-- Facts about people are watched. Secrets are not: what the audit trail holds can never be taken back.
create schema access;
grant usage on schema access to {app};

create table access.account (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  first_name text not null check (length(first_name) between 1 and 100),
  middle_name text check (length(middle_name) between 1 and 100),
  last_name text not null check (length(last_name) between 1 and 100),
  organisation text not null check (length(organisation) between 1 and 200),
  organisation_type text not null,
  country text not null check (length(country) = 2),
  status text not null,
  wished_roles text[] not null,
  wished_centre text references clinical.centre (code),
  requested timestamptz not null
);
create unique index account_email on access.account (email) where not voided;
create index account_status on access.account (status);
select audit.watch('access.account', '');

create table access.role_grant (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  account uuid not null references access.account (id),
  role text not null,
  centre text references clinical.centre (code),
  withdrawn timestamptz
);
create unique index role_grant_once on access.role_grant (account, role, coalesce(centre, '')) where withdrawn is null and not voided;
select audit.watch('access.role_grant', '');

-- Who of an outside sign-in provider a person is: the provider's own name for the person, never the e-mail.
create table access.external_identity (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  account uuid not null references access.account (id),
  provider text not null,
  subject text not null check (length(subject) between 1 and 255),
  withdrawn timestamptz
);
create unique index external_identity_subject on access.external_identity (provider, subject) where withdrawn is null and not voided;
create index external_identity_account on access.external_identity (account);
select audit.watch('access.external_identity', '');

-- From here on: secrets (hashed or sealed with a key that the database does not have) and what passes. Not watched.
create table access.credential (
  account uuid primary key references access.account (id),
  password_hash text,
  password_set timestamptz,
  totp_key bytea,
  totp_confirmed timestamptz,
  totp_last_step bigint not null default 0,
  failures integer not null default 0,
  locked_until timestamptz
);

create table access.recovery_code (
  id uuid primary key,
  account uuid not null references access.account (id),
  hash bytea not null,
  made timestamptz not null,
  used timestamptz
);
create index recovery_code_account on access.recovery_code (account);

create table access.passkey (
  id uuid primary key,
  account uuid not null references access.account (id),
  credential bytea not null unique,
  name text not null check (length(name) between 1 and 100),
  public_key bytea not null,
  sign_count bigint not null,
  transports text[] not null,
  user_verified boolean not null,
  backup_eligible boolean not null,
  backed_up boolean not null,
  attestation bytea not null,
  client_data bytea not null,
  made timestamptz not null,
  last_used timestamptz
);
create index passkey_account on access.passkey (account);

create table access.session (
  id uuid primary key,
  account uuid not null references access.account (id),
  token bytea not null unique,
  stage text not null check (stage in ('second_factor', 'full')),
  means text not null,
  device text not null,
  started timestamptz not null,
  last_seen timestamptz not null,
  ends timestamptz not null,
  ended timestamptz,
  end_reason text
);
create index session_account on access.session (account) where ended is null;

create table access.api_token (
  id uuid primary key,
  account uuid not null references access.account (id),
  name text not null check (length(name) between 1 and 100),
  token bytea not null unique,
  made timestamptz not null,
  ends timestamptz not null,
  last_used timestamptz,
  revoked timestamptz
);
create index api_token_account on access.api_token (account);

-- Codes that work once and for a while. content: what waits for the code, as a registration that is not confirmed yet.
create table access.one_time_code (
  id uuid primary key,
  purpose text not null,
  account uuid references access.account (id),
  hash bytea not null,
  content text,
  made timestamptz not null,
  ends timestamptz not null,
  used timestamptz
);
create index one_time_code_account on access.one_time_code (account) where used is null;
create index one_time_code_hash on access.one_time_code (hash);
create index one_time_code_ends on access.one_time_code (ends);

-- How often something was tried in a stretch of time. key: keyed hash, so that no address of a person lies here.
create table access.attempt_count (
  key bytea not null,
  stretch timestamptz not null,
  attempts integer not null,
  primary key (key, stretch)
);
create index attempt_count_stretch on access.attempt_count (stretch);

-- Letters on their way. The body goes as soon as the letter has been sent.
create table access.outbox (
  id uuid primary key,
  recipient text not null,
  subject text not null,
  body text,
  made timestamptz not null,
  next_attempt timestamptz not null,
  attempts integer not null default 0,
  sent timestamptz,
  problem text
);
create index outbox_waiting on access.outbox (next_attempt) where sent is null;

-- Keys that protect cookies and forms, one ring for all nodes; sealed.
create table access.key_ring (name text primary key, sealed bytea not null, made timestamptz not null);

grant select, insert, update, delete on access.credential, access.recovery_code, access.passkey, access.session, access.api_token,
  access.one_time_code, access.attempt_count, access.outbox to {app};
grant select, insert on access.key_ring to {app};

-- The limits of accounts, as settings with their source. Where a source was cited from memory its tag is [MK]: not checked again.
select audit.begin(null, 'Longwatch', 'system', 'migration.0010-accounts', null, 'first values of the settings');
insert into registry.setting (id, name, value, source)
select gen_random_uuid(), name, value, source from (values
  ('accounts.session.idle-minutes', '20', '[MK] NIST SP 800-63B-3, 4.2.3: at most 30 minutes at AAL2'),
  ('accounts.session.absolute-hours', '12', '[MK] NIST SP 800-63B-3, 4.2.3: at most 12 hours at AAL2'),
  ('accounts.second-factor.minutes', '10', 'own choice: time between password and second factor'),
  ('accounts.lockout.failures', '5', 'own choice; [MK] NIST SP 800-63B-3, 5.2.2 allows at most 100'),
  ('accounts.lockout.minutes', '15', 'own choice'),
  ('accounts.rate.sign-in-per-address', '30', 'own choice: attempts of one network address in 5 minutes'),
  ('accounts.rate.letters-per-address', '10', 'own choice: letters with codes asked for by one network address in an hour'),
  ('accounts.rate.letters-per-recipient', '5', 'own choice: letters with codes to one recipient in an hour'),
  ('accounts.code.minutes', '30', 'own choice; [MK] NIST SP 800-63B-4 allows at most 24 hours for an e-mailed code'),
  ('accounts.activation.days', '7', 'own choice: time to set the first password after approval'),
  ('accounts.password.minimum-length', '12', '[MK] OWASP ASVS 5.0, 6.2.1: at least 8, 15 recommended'),
  ('accounts.api-token.maximum-days', '365', 'own choice')
) as s (name, value, source);
