-- Counting the work and the patients of a centre reads an index only: the cost stays with what is counted, not with where its rows lie.
drop index watch.expectation_overdue;
create index expectation_overdue on watch.expectation (centre, overdue_from, patient) include (opens, closes, schedule);
drop index clinical.patient_centre;
create index patient_centre on clinical.patient (centre, pseudonym) where not voided;

-- After a transfer the new centre is reminded anew.
alter table watch.reminder
  drop constraint reminder_patient_schedule_activity_due_step_channel_key,
  add unique (patient, centre, schedule, activity, due, step, channel);
