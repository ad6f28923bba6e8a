-- A form, its visit and its events are saved together, in whatever order.
alter table watch.entry alter constraint entry_visit_fkey deferrable initially deferred;
alter table watch.event alter constraint event_entry_fkey deferrable initially deferred;
alter table watch.suspicion alter constraint suspicion_entry_fkey deferrable initially deferred;

-- Reasons are as long here as everywhere.
alter table watch.consent drop constraint consent_reason_check, add constraint consent_reason_check check (length(reason) <= 1000);
alter table watch.transfer
  drop constraint transfer_reason_check, add constraint transfer_reason_check check (length(reason) <= 1000),
  drop constraint transfer_answer_reason_check, add constraint transfer_answer_reason_check check (length(answer_reason) <= 1000);

-- The case that a suspicion opened.
alter table watch.suspicion add column opened uuid;
