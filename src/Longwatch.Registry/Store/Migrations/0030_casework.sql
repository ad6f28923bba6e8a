-- From suspicion to a tested specimen. Neoplasms, specimens and tests are the clinical rows; casework extends them and copies nothing.
create schema casework;
grant usage on schema casework to {app};

create table casework.neoplasm_case (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  neoplasm uuid not null unique references clinical.neoplasm (id),
  opened date not null,
  source text not null,
  reason text check (length(reason) <= 2000)
);
create index neoplasm_case_patient on casework.neoplasm_case (patient);
create index neoplasm_case_opened on casework.neoplasm_case (opened desc, id);
select audit.watch('casework.neoplasm_case');

create table casework.checklist_answer (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  neoplasm_case uuid not null references casework.neoplasm_case (id),
  item text not null,
  status text not null,
  value text check (length(value) <= 500),
  date date,
  source text check (length(source) <= 500),
  unique (neoplasm_case, item)
);
create index checklist_answer_patient on casework.checklist_answer (patient);
select audit.watch('casework.checklist_answer');

-- The level by rule is never stored; this stands beside it.
create table casework.level_override (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  neoplasm_case uuid not null references casework.neoplasm_case (id),
  level text not null,
  by_rule text not null,
  reason text not null check (length(reason) <= 2000),
  evidence text not null,
  signer uuid not null,
  printed_name text not null,
  signed_at timestamptz not null,
  record_version integer not null,
  content_hash text not null,
  means text not null
);
create index level_override_case on casework.level_override (neoplasm_case);
select audit.watch('casework.level_override');

create table casework.laboratory (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  code text not null unique check (length(code) between 1 and 64),
  name text not null check (length(name) between 1 and 200),
  -- the centre whose laboratory it is; null: one for all
  centre text references clinical.centre (code)
);
select audit.watch('casework.laboratory', '');

create table casework.testing_consent (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null unique references clinical.patient (id),
  given text not null,
  from_date date,
  withdrawn date,
  source text not null check (length(source) <= 500)
);
select audit.watch('casework.testing_consent');

create table casework.specimen_detail (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  specimen uuid not null unique references clinical.specimen (id),
  identifier text not null check (length(identifier) between 1 and 40),
  amount double precision,
  unit text,
  fixation text not null
);
create index specimen_detail_patient on casework.specimen_detail (patient);
select audit.watch('casework.specimen_detail');

-- The log of one specimen, in the order of entry; custody and holder of clinical.specimen follow from it.
create table casework.custody_event (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  specimen uuid not null references clinical.specimen (id),
  ordinal integer not null,
  step text not null,
  party text not null,
  date date not null,
  recipient text,
  note text check (length(note) <= 500),
  account uuid,
  printed_name text not null,
  unique (specimen, ordinal)
);
create index custody_event_patient on casework.custody_event (patient);
select audit.watch('casework.custody_event');

-- Who ordered a test, where, and what was known to speak against it. The test itself is clinical.test from the order on (offered, not performed).
create table casework.test_order (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  test uuid not null unique references clinical.test (id),
  laboratory text not null,
  ordered date not null,
  account uuid,
  printed_name text not null,
  warnings text[] not null,
  acknowledgement text check (length(acknowledgement) <= 1000)
);
create index test_order_patient on casework.test_order (patient);
create index test_order_laboratory on casework.test_order (laboratory, ordered);
select audit.watch('casework.test_order');

-- How a result came about: input, counts, interval, versions. The result itself is in clinical.test.
create table casework.test_detail (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  test uuid not null unique references clinical.test (id),
  assay_version text not null,
  input_nanograms double precision,
  cells double precision,
  copies_lower double precision,
  copies_upper double precision,
  car_positive_percent double precision,
  vector_positive integer,
  vector_droplets integer,
  reference_positive integer,
  reference_droplets integer,
  reference_target text,
  blank_positive integer,
  blank_droplets integer,
  limit_of_blank integer,
  sites text[] not null,
  sites_placed boolean,
  file_sha256 text,
  file_version text,
  sentence text,
  remarks text[] not null,
  printed_name text not null
);
create index test_detail_patient on casework.test_detail (patient);
select audit.watch('casework.test_detail');

create table casework.causality_round (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  neoplasm_case uuid not null references casework.neoplasm_case (id),
  number integer not null,
  evidence text not null,
  assessors uuid[] not null,
  names text[] not null,
  opened timestamptz not null,
  unique (neoplasm_case, number)
);
create index causality_round_patient on casework.causality_round (patient);
create index causality_round_assessors on casework.causality_round using gin (assessors);
select audit.watch('casework.causality_round');

create table casework.causality_verdict (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  round uuid not null references casework.causality_round (id),
  person uuid not null,
  adjudication boolean not null,
  category text not null,
  criteria text not null,
  level text not null,
  reason text not null check (length(reason) <= 4000),
  evidence text not null,
  printed_name text,
  signed_at timestamptz,
  meaning text,
  record_version integer,
  content_hash text,
  means text
);
create unique index causality_verdict_person on casework.causality_verdict (round, person, adjudication) where not voided;
create index causality_verdict_patient on casework.causality_verdict (patient);
select audit.watch('casework.causality_verdict');
