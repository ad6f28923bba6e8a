-- What a model predicts of a patient, from a file of the search (research use). A prediction that a newer file replaces is a new version.
create table watch.risk (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null unique references clinical.patient (id),
  risk double precision not null check (risk between 0 and 1),
  lower double precision not null check (lower between 0 and risk),
  upper double precision not null check (upper between risk and 1),
  model text not null check (length(model) between 1 and 200)
);
select audit.watch('watch.risk');
