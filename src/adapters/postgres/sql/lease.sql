-- One runner at a time, and nobody while paused. Every taking raises the epoch, and whatever a runner does names the
-- epoch that it was given: one that was stopped past its lease and wakes can do nothing.

create or replace function cqube_replay.take_lease(p_holder text, p_ttl interval, p_resume_within interval)
returns table (epoch bigint, holder text, expires_at timestamptz, taken boolean)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  l cqube_replay.lease;
  p cqube_replay.pause;
begin
  -- Waits for a deletion that runs under the lease (it holds FOR KEY SHARE); the caller's lock_timeout ends the wait.
  select * into l from cqube_replay.lease for update;
  select * into p from cqube_replay.pause;
  if found then
    raise exception 'Paused by % at %: %', p.paused_by, p.paused_at, p.reason using errcode = 'CQ009';
  end if;
  if l.expires_at > clock_timestamp() then
    return query select l.epoch, l.holder, l.expires_at, false;
    return;
  end if;
  update cqube_replay.lease set epoch = l.epoch + 1, holder = p_holder, expires_at = clock_timestamp() + p_ttl
    returning * into l;
  -- What an earlier runner left: fresh deletions are adopted with their run, old ones are voided. A row that is locked
  -- is being executed right now, and is left to end.
  with stale as (
    select d.run_id, d.document_no, d.data_source from cqube_replay.deletion d
     where d.state in ('SUBMITTED', 'EMITTED') and d.submitted_at < clock_timestamp() - p_resume_within
       for update skip locked
  ), voided as (
    update cqube_replay.deletion d set state = 'VOID' from stale s
     where (d.run_id, d.document_no, d.data_source) = (s.run_id, s.document_no, s.data_source) returning d.*
  )
  insert into cqube_replay.failure (run_id, document_no, data_source, code, message)
    select run_id, document_no, data_source, 'DELETION_VOID',
      format('It was not executed within %s; its request is planned again.', p_resume_within) from voided;
  update cqube_replay.run set epoch = l.epoch where report_commit is null;
  -- The same state once more: its story can say who went on with it, and from when.
  insert into cqube_replay.run_state (run_id, state, epoch, runner)
    select r.run_id, r.state, l.epoch, p_holder from cqube_replay.run r where r.report_commit is null;
  return query select l.epoch, l.holder, l.expires_at, true;
end $$;

create or replace function cqube_replay.renew_lease(p_epoch bigint, p_ttl interval) returns boolean
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with renewed as (
    update cqube_replay.lease set expires_at = clock_timestamp() + p_ttl
     where epoch = p_epoch and expires_at > clock_timestamp() returning 1)
  select exists (select from renewed)
$$;

create or replace function cqube_replay.release_lease(p_epoch bigint) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update cqube_replay.lease set holder = null, expires_at = '-infinity' where epoch = p_epoch
$$;

-- FOR KEY SHARE lets the lease be renewed while a deletion runs, and keeps it from being taken over.
create or replace function cqube_replay.check_lease(p_epoch bigint) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  l cqube_replay.lease;
begin
  select * into l from cqube_replay.lease for key share;
  if l.epoch <> p_epoch then
    raise exception 'The lease of epoch % was taken over (now epoch %, %); this runner changed nothing.',
      p_epoch, l.epoch, coalesce(l.holder, 'nobody') using errcode = 'CQ008';
  elsif l.expires_at <= clock_timestamp() then
    raise exception 'The lease of epoch % expired at %; this runner changed nothing.', p_epoch, l.expires_at
      using errcode = 'CQ008';
  end if;
end $$;

create or replace function cqube_replay.set_pause(p_by text, p_reason text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into cqube_replay.pause (paused_by, reason) values (p_by, p_reason)
    on conflict (only_row) do update set paused_by = excluded.paused_by, reason = excluded.reason,
      paused_at = clock_timestamp()
$$;

create or replace function cqube_replay.clear_pause() returns boolean
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (delete from cqube_replay.pause returning 1) select exists (select from gone)
$$;
