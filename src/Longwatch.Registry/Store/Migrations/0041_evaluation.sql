-- Evaluations at a data lock, kept with all that is needed to run them again.
create table registry.evaluation (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  run_at timestamptz not null,
  run_by text not null,
  data_lock date not null,
  known_at timestamptz not null,
  centres text[],
  level double precision not null,
  program text not null,
  fingerprint text not null,
  report_sha256 text not null
);
create index evaluation_run_at on registry.evaluation (run_at desc);
select audit.watch('registry.evaluation', '');

-- The report itself is large and never changes: it is held to the audited row by its hash.
create table registry.evaluation_report (
  evaluation uuid primary key references registry.evaluation (id),
  view_gzip bytea not null,
  json_gzip bytea not null,
  html_gzip bytea not null
);
create trigger keep before update or delete or truncate on registry.evaluation_report for each statement execute function audit.keep();
grant select, insert on registry.evaluation_report to {app};
