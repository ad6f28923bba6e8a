-- The audit trail: who did what, when and why, with the old and the new value of every record, chained by hash.
-- {app} and {vault} stand for the roles of the application; both may add to the trail through audit.begin and the triggers only.
create schema audit;

-- One act of one person: a transaction, or the reading of a patient's page.
create table audit.act (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor uuid,
  actor_name text not null,
  kind text not null check (kind in ('write', 'read', 'sign', 'identify', 'system')),
  command text not null,
  patient uuid,
  reason text,
  xact xid8 not null
);
create index act_patient on audit.act (patient, id) where patient is not null;
create index act_at on audit.act (at);
create index act_actor on audit.act (actor, id);

-- One record made or changed in an act. Values are whole rows.
create table audit.entry (
  n bigint generated always as identity primary key,
  act bigint not null,
  relation text not null,
  kind text not null check (kind in ('insert', 'update')),
  record uuid not null,
  version integer not null,
  patient uuid,
  old jsonb,
  new jsonb not null
);
create index entry_record on audit.entry (record, n);
create index entry_act on audit.entry (act);
create index entry_patient on audit.entry (patient, n) where patient is not null;

-- The chain: one link for each act, in the order in which acts were committed.
create table audit.link (
  position bigint primary key,
  act bigint not null unique,
  entries integer not null,
  digest bytea not null,
  previous bytea not null,
  hash bytea not null
);

-- Tables whose rows are watched, and the column that holds the patient.
create table audit.watched (relation text primary key, patient_column text);

create function audit.entry_text(e audit.entry) returns text language sql stable set timezone = 'UTC' as $$
  select concat_ws('|', e.n, e.act, e.relation, e.kind, e.record, e.version, e.patient, coalesce(e.old::text, '-'), e.new::text)
$$;

create function audit.act_text(a audit.act) returns text language sql stable set timezone = 'UTC' as $$
  select concat_ws('|', a.id, (extract(epoch from a.at) * 1000000)::bigint, coalesce(a.actor::text, '-'), to_json(a.actor_name)::text, a.kind,
    to_json(a.command)::text, coalesce(a.patient::text, '-'), coalesce(to_json(a.reason)::text, '-'))
$$;

create function audit.digest_of(the_act bigint, out entries integer, out digest bytea) language sql stable as $$
  select count(*)::integer, sha256(coalesce(string_agg(sha256(convert_to(audit.entry_text(e), 'UTF8')), ''::bytea order by e.n), ''::bytea))
  from audit.entry e where e.act = the_act
$$;

create function audit.hash_of(place bigint, a audit.act, entries integer, digest bytea, previous bytea) returns bytea language sql stable as $$
  select sha256(previous || convert_to(place || '|' || entries || '|' || audit.act_text(a), 'UTF8') || digest)
$$;

-- Opens an act; every write until the end of the transaction belongs to it.
create function audit.begin(actor uuid, actor_name text, kind text, command text, patient uuid, reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare the_act bigint;
begin
  insert into audit.act (at, actor, actor_name, kind, command, patient, reason, xact)
  values (clock_timestamp(), actor, actor_name, kind, command, patient, reason, pg_current_xact_id()) returning id into the_act;
  perform set_config('longwatch.act', the_act::text, true);
  return the_act;
end $$;

-- The open act of this transaction; refuses writes without one, with one of another transaction, or with a sealed one.
create function audit.current_act() returns bigint language plpgsql security definer set search_path = pg_catalog as $$
declare the_act bigint := nullif(current_setting('longwatch.act', true), '')::bigint;
begin
  if the_act is null or not exists (select from audit.act a where a.id = the_act and a.xact = pg_current_xact_id())
    or exists (select from audit.link l where l.act = the_act) then
    raise exception 'a write without an act: call audit.begin first' using errcode = 'LW001';
  end if;
  return the_act;
end $$;

create function audit.note_insert() returns trigger language plpgsql security definer set search_path = pg_catalog set timezone = 'UTC' as $$
declare the_act bigint := audit.current_act();
begin
  insert into audit.entry (act, relation, kind, record, version, patient, new)
  select the_act, tg_argv[0], 'insert', r.id, r.version, (r.j ->> tg_argv[1])::uuid, r.j
  from (select t.id, t.version, to_jsonb(t) as j from new_rows t) r;
  return null;
end $$;

create function audit.note_update() returns trigger language plpgsql security definer set search_path = pg_catalog set timezone = 'UTC' as $$
declare the_act bigint := audit.current_act();
begin
  insert into audit.entry (act, relation, kind, record, version, patient, old, new)
  select the_act, tg_argv[0], 'update', r.id, r.version, (r.j ->> tg_argv[1])::uuid, r.o, r.j
  from (select t.id, t.version, to_jsonb(o) as o, to_jsonb(t) as j from new_rows t join old_rows o on o.id = t.id) r;
  return null;
end $$;

-- A correction is a new version; the record keeps its id.
create function audit.raise_version() returns trigger language plpgsql as $$
begin
  if new.id <> old.id then raise exception 'a record keeps its id' using errcode = 'LW002'; end if;
  new.version := old.version + 1;
  return new;
end $$;

create function audit.refuse_removal() returns trigger language plpgsql as $$
begin
  raise exception 'nothing is deleted: void the record instead' using errcode = 'LW002';
end $$;

-- Puts a table under the audit trail. The table has id, version and voided.
create function audit.watch(relation text, patient_column text default 'patient') returns void language plpgsql as $$
begin
  insert into audit.watched values (relation, patient_column);
  execute format('create trigger audit_insert after insert on %s referencing new table as new_rows for each statement execute function audit.note_insert(%L, %L)', relation, relation, patient_column);
  execute format('create trigger audit_update after update on %s referencing old table as old_rows new table as new_rows for each statement execute function audit.note_update(%L, %L)', relation, relation, patient_column);
  execute format('create trigger version before update on %s for each row execute function audit.raise_version()', relation);
  execute format('create trigger no_removal before delete or truncate on %s for each statement execute function audit.refuse_removal()', relation);
  execute format('grant select, insert, update on %s to {app}', relation);
end $$;

-- At commit: the act gets its place in the chain. The digest is made before the lock, so a long import holds nobody up.
create function audit.seal() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare d record; head record; place bigint; before bytea;
begin
  select * into d from audit.digest_of(new.id);
  perform pg_advisory_xact_lock(7224931);
  select position, hash into head from audit.link order by position desc limit 1;
  place := coalesce(head.position, 0) + 1;
  before := coalesce(head.hash, '\x00'::bytea);
  insert into audit.link values (place, new.id, d.entries, d.digest, before, audit.hash_of(place, new, d.entries, d.digest, before));
  return null;
end $$;
create constraint trigger seal after insert on audit.act deferrable initially deferred for each row execute function audit.seal();

create function audit.keep() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is only added to' using errcode = 'LW002';
end $$;
create trigger keep before update or delete or truncate on audit.act for each statement execute function audit.keep();
create trigger keep before update or delete or truncate on audit.entry for each statement execute function audit.keep();
create trigger keep before update or delete or truncate on audit.link for each statement execute function audit.keep();

-- Every break of the chain, and every record that differs from the last entry about it. Empty: the trail is whole.
create function audit.problems() returns table (place bigint, act bigint, problem text) language plpgsql stable set search_path = pg_catalog set timezone = 'UTC' as $$
declare w record;
begin
  return query
    select coalesce(l.position, 0), coalesce(l.act, a.id),
      case
        when l.act is null then 'an act without a link: the chain was cut or reordered'
        when a.id is null then 'the act of this link is gone'
        when l.position <> coalesce(l.before, 0) + 1 then 'links are missing before this one'
        when l.previous <> coalesce(l.hash_before, '\x00'::bytea) then 'the link does not follow from the one before it'
        when l.entries <> d.entries then 'entries of this act were added or removed'
        when l.digest <> d.digest then 'an entry of this act was edited or reordered'
        else 'the act or its link was edited'
      end
    from (
      select k.*, lag(k.position) over w as before, lag(k.hash) over w as hash_before from audit.link k window w as (order by k.position)
    ) l
    full join audit.act a on a.id = l.act
    left join lateral audit.digest_of(a.id) d on true
    where l.act is null or a.id is null
      or l.position <> coalesce(l.before, 0) + 1
      or l.previous <> coalesce(l.hash_before, '\x00'::bytea)
      or l.entries <> d.entries or l.digest <> d.digest
      or l.hash <> audit.hash_of(l.position, a, l.entries, l.digest, l.previous);
  return query
    select 0::bigint, e.act, 'an entry that belongs to no act' from audit.entry e
    where not exists (select from audit.act a where a.id = e.act);
  for w in select * from audit.watched order by relation loop
    return query execute format($q$
      select 0::bigint, e.act, case when t.id is null then %L || ': a record is gone that the trail has' when e.record is null then %L || ': a record that the trail does not have'
        else %L || ': a record was changed beside the trail' end
      from %s t
      full join (select distinct on (x.record) x.record, x.act, x.new from audit.entry x where x.relation = %L order by x.record, x.n desc) e on e.record = t.id
      where t.id is null or e.record is null or not to_jsonb(t) @> e.new
    $q$, w.relation, w.relation, w.relation, w.relation, w.relation);
  end loop;
end $$;

-- The rows of a table as they were known at a moment.
create function audit.as_of(the_relation text, moment timestamptz) returns setof jsonb language sql stable as $$
  select distinct on (e.record) e.new from audit.entry e join audit.act a on a.id = e.act
  where e.relation = the_relation and a.at <= moment order by e.record, e.n desc
$$;

-- The head of the chain: kept outside, it shows later that nothing was cut off at the end.
create view audit.head as select position, hash, (select count(*) from audit.entry) as entries from audit.link order by position desc limit 1;

grant usage on schema audit to {app}, {vault};
grant select on audit.act, audit.entry, audit.link, audit.watched, audit.head to {app};
revoke execute on function audit.begin(uuid, text, text, text, uuid, text), audit.watch(text, text) from public;
grant execute on function audit.begin(uuid, text, text, text, uuid, text) to {app}, {vault};
