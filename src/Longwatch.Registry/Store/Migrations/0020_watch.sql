-- The watch: schedules and forms as data, what was done to keep it, and the dates of what is expected next.
create schema watch;
grant usage on schema watch to {app};

-- One edition of a schedule, as its file says it. An edition never changes.
create table watch.schedule (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  code text not null check (length(code) between 1 and 64),
  edition integer not null check (edition > 0),
  definition text not null,
  unique (code, edition)
);
select audit.watch('watch.schedule', '');

create table watch.form_definition (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  code text not null check (length(code) between 1 and 64),
  edition integer not null check (edition > 0),
  definition text not null,
  unique (code, edition)
);
select audit.watch('watch.form_definition', '');

create function watch.keep_definition() returns trigger language plpgsql as $$
begin
  if new.definition <> old.definition or new.code <> old.code or new.edition <> old.edition then
    raise exception 'an edition never changes: add the next one' using errcode = 'LW002';
  end if;
  return new;
end $$;
create trigger keep_definition before update on watch.schedule for each row execute function watch.keep_definition();
create trigger keep_definition before update on watch.form_definition for each row execute function watch.keep_definition();

-- A schedule chosen for a patient by hand; voided: chosen no more.
create table watch.assignment (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  schedule text not null,
  unique (patient, schedule)
);
select audit.watch('watch.assignment');

-- The person who keeps the watch over a patient; none: everybody at the centre.
create table watch.keeper (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null unique references clinical.patient (id),
  account uuid not null,
  name text not null
);
create index keeper_account on watch.keeper (account);
select audit.watch('watch.keeper');

-- A form as filled in: a draft until completed is given. visit is the contact that it made.
create table watch.entry (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  form text not null,
  edition integer not null,
  visit_date date not null,
  answers jsonb not null,
  confirmed jsonb not null,
  author uuid,
  author_name text not null,
  saved timestamptz not null,
  completed date,
  visit uuid references clinical.visit (id),
  therapies uuid[] not null default '{}'
);
create index entry_patient on watch.entry (patient, visit_date);
create index entry_visit on watch.entry (visit) where visit is not null;
create index entry_draft on watch.entry (author, saved) where completed is null and not voided;
select audit.watch('watch.entry');

-- Something that was done: code as in the schedules. Visits that came without a form are events of themselves.
create table watch.event (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  code text not null,
  date date not null,
  recorded date not null,
  entry uuid references watch.entry (id)
);
create index event_patient on watch.event (patient, date);
create index event_entry on watch.event (entry) where entry is not null;
select audit.watch('watch.event');

-- A new malignancy that a form reports, until it is a case.
create table watch.suspicion (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  entry uuid not null unique references watch.entry (id),
  noticed text not null,
  lineage text not null,
  histology text
);
create index suspicion_patient on watch.suspicion (patient);
select audit.watch('watch.suspicion');

create table watch.attempt (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  date date not null,
  means text not null,
  outcome text not null,
  note text check (length(note) <= 1000),
  by_account uuid,
  by_name text not null
);
create index attempt_patient on watch.attempt (patient, date);
select audit.watch('watch.attempt');

-- Consent of a patient for one purpose. Withdrawal from surveillance ends the watch.
create table watch.consent (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  purpose text not null,
  given date not null,
  withdrawn date,
  reason text check (length(reason) <= 500),
  unique (patient, purpose),
  check (withdrawn >= given),
  check (withdrawn is null or reason is not null)
);
select audit.watch('watch.consent');

-- From one centre to another (to_centre), or out of the registry (to_outside): a patient stays one patient.
create table watch.transfer (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  from_centre text not null references clinical.centre (code),
  to_centre text references clinical.centre (code),
  to_outside text check (length(to_outside) <= 200),
  reason text not null check (length(reason) <= 500),
  requested date not null,
  requested_by text not null,
  answered date,
  accepted boolean,
  answered_by text,
  answer_reason text check (length(answer_reason) <= 500),
  check ((to_centre is null) <> (to_outside is null)),
  check ((answered is null) = (accepted is null))
);
create unique index transfer_open on watch.transfer (patient) where answered is null and not voided;
create index transfer_patient on watch.transfer (patient, requested);
create index transfer_to on watch.transfer (to_centre) where answered is null and not voided;
create index transfer_from on watch.transfer (from_centre) where answered is null and not voided;
select audit.watch('watch.transfer');

-- One reminder that was given, so that it is given once.
create table watch.reminder (
  id uuid primary key,
  version integer not null default 1,
  voided boolean not null default false,
  patient uuid not null references clinical.patient (id),
  centre text not null,
  schedule text not null,
  activity text not null,
  due date not null,
  step text not null,
  given timestamptz not null,
  channel text not null,
  unique (patient, schedule, activity, due, step, channel)
);
select audit.watch('watch.reminder');

-- Derived, and made anew by the one function of the domain whenever a fact of the patient changes: dates of the first thing not yet done after
-- the last that was. Never a status: what is overdue today follows from the dates.
create table watch.expectation (
  patient uuid not null,
  schedule text not null,
  activity text not null,
  centre text not null,
  anchor date not null,
  ordinal integer not null,
  label text not null,
  opens date not null,
  due date not null,
  overdue_from date not null,
  closes date,
  primary key (patient, schedule, activity)
);
create index expectation_overdue on watch.expectation (centre, overdue_from, patient);
create index expectation_all_overdue on watch.expectation (overdue_from, patient);

-- Derived in the same way: what a patient's standing follows from.
create table watch.standing (
  patient uuid primary key,
  centre text not null,
  infused date not null,
  last_heard date,
  lost_from date,
  ended date,
  end_kind text,
  next_due date
);
create index standing_lost on watch.standing (centre, lost_from) where lost_from is not null;
create index standing_centre on watch.standing (centre);
grant select, insert, update, delete on watch.expectation, watch.standing to {app};
