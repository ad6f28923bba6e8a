-- A form, its visit and its events are saved together, in whatever order.
alter table watch.entry alter constraint entry_visit_fkey deferrable initially deferred;
alter table watch.event alter constraint event_entry_fkey deferrable initially deferred;
alter table watch.suspicion alter constraint suspicion_entry_fkey deferrable initially deferred;
