-- The facts of treatment and follow-up: the tables of the CSV cohort set (docs/formats/cohort.md), with an id, a version and the audit trail.
create schema clinical;
grant usage on schema clinical to {app};

create table clinical.centre (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  code text not null unique check (length(code) between 1 and 64),
  name text not null,
  country text,
  time_zone text not null default 'UTC',
  email text
);
select audit.watch('clinical.centre', '');

create table clinical.patient (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  pseudonym text not null unique check (length(pseudonym) between 1 and 64),
  centre text not null references clinical.centre (code),
  sex text not null,
  birth text,
  index_disease text not null,
  prior_lines integer,
  prior_autologous_transplant text not null,
  prior_allogeneic_transplant text not null,
  prior_tbi text not null,
  prior_alkylator text not null
);
create index patient_centre on clinical.patient (centre, pseudonym);
select audit.watch('clinical.patient', 'id');

create table clinical.infusion (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  code text not null unique,
  date date not null,
  product text not null,
  batch text
);
create index infusion_patient on clinical.infusion (patient, date);
create index infusion_batch on clinical.infusion (batch) where batch is not null;
create index infusion_date on clinical.infusion (date);
select audit.watch('clinical.infusion');

-- ordinal tells several contacts of one day apart.
create table clinical.visit (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  date date not null,
  ordinal integer not null default 0,
  vital_status text not null,
  death_date date,
  disease_status text not null,
  relapse_date date,
  unique (patient, date, ordinal)
);
create index visit_date on clinical.visit (date);
select audit.watch('clinical.visit');

create table clinical.neoplasm (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  code text not null unique,
  diagnosed date not null,
  morphology text not null,
  topography text,
  lineage text not null,
  relation text not null,
  clonally_unrelated text not null
);
create index neoplasm_patient on clinical.neoplasm (patient);
select audit.watch('clinical.neoplasm');

create table clinical.specimen (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  neoplasm uuid references clinical.neoplasm (id),
  code text not null unique,
  type text not null,
  collected date,
  custody text not null,
  holder text,
  tumour_fraction double precision
);
create index specimen_patient on clinical.specimen (patient);
create index specimen_neoplasm on clinical.specimen (neoplasm);
select audit.watch('clinical.specimen');

create table clinical.test (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  specimen uuid not null references clinical.specimen (id),
  code text not null unique,
  date date,
  assay text not null,
  status text not null,
  result text not null,
  copies_per_cell double precision,
  limit_of_detection double precision,
  vector_clonal text not null
);
create index test_specimen on clinical.test (specimen);
create index test_patient on clinical.test (patient);
select audit.watch('clinical.test');

-- ordinal tells equal courses of one day apart.
create table clinical.therapy (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  start date not null,
  kind text not null,
  ordinal integer not null default 0,
  agent text,
  unique (patient, start, kind, ordinal)
);
select audit.watch('clinical.therapy');

-- What the data sets said of themselves.
create table registry.dataset (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  name text not null,
  data_lock date not null,
  fingerprint text not null
);
select audit.watch('registry.dataset', '');

create table registry.setting (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  name text not null unique,
  value text not null,
  source text
);
select audit.watch('registry.setting', '');
