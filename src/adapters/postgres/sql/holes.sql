-- Holes: slices that were deleted, until their rows are loaded again.

-- Until when cQube's ingestion takes old rows of a slice: while they are younger than the retention period, or for five
-- days after the SUCCESS row of a replay, whichever ends later. Null: it drops nothing of this data source, or (semester)
-- no replay lets it in. A month of CRC counts as a whole, an exam by the day in its code.
-- Source: cQube release-3.7, crc_inspection_temp_filter_qry and pat_remove_data_retention_qry.
create or replace function cqube_replay.reload_deadline(p_data_source text, p_key text, p_retention_days integer) returns timestamptz
language sql stable set search_path = pg_catalog, pg_temp as $$
  select case
    when p_data_source = 'crc' then greatest(now() + interval '5 days',
      ((p_key || '-01')::date + interval '1 month' + p_retention_days * interval '1 day')::timestamptz)
    when p_data_source = 'periodic_assessment_test' and substr(p_key, 8) ~ '^(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[1-9][0-9]{3}'
      then greatest(now() + interval '5 days', (make_date(substr(p_key, 12, 4)::int, substr(p_key, 10, 2)::int, 1)
        + (substr(p_key, 8, 2)::int + p_retention_days))::timestamptz)
    when p_data_source = 'periodic_assessment_test' then now() + interval '5 days' end
$$;

-- Days after which cQube's ingestion drops rows as too old; null where its replay is not installed. Read with the owner's
-- rights: a planner reads nothing but what a replay deletes from.
create or replace function cqube_replay.retention_days() returns integer
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_meta text := cqube_replay.qualified('data_replay_meta');
  v_days integer;
begin
  if to_regclass(v_meta) is null then return null; end if;
  execute format('select coalesce(max(retention_period), 90) from %s', v_meta) into v_days;
  return v_days;
end $$;

-- One hole for each slice key that lost rows. Earlier holes of the same slices are closed: what is awaited now are the
-- files of this deletion. Part of its transaction, so that no hole is without one.
create or replace function cqube_replay.open_holes(d cqube_replay.deletion) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_meta text := cqube_replay.qualified('data_replay_meta');
  -- Null where cQube's replay is not installed or does not know the data source: then there is nothing to unlock.
  v_retention integer;
begin
  if to_regclass(v_meta) is not null and exists (select from cqube_replay.catalogue_source s where s.data_source = d.data_source and s.stock) then
    execute format('select coalesce(max(retention_period), 90) from %s', v_meta) into v_retention;
  end if;
  with earlier as (
    update cqube_replay.hole h set watched = false,
        state = case when h.state in ('awaited', 'partly_reloaded') then 'deleted_again' else h.state end,
        overdue = false, closed_at = coalesce(h.closed_at, clock_timestamp())
     where h.data_source = d.data_source and h.slice_key in (select unnest(d.keys)) and h.watched
    returning h.run_id, h.state
  )
  update cqube_replay.run set report_due = true where run_id in (select run_id from earlier where state = 'deleted_again');
  insert into cqube_replay.hole (run_id, document_no, data_source, slice_key, table_name, deleted, deadline)
    select d.run_id, d.document_no, d.data_source, x."key", x."table", x.rows,
        case when v_retention is not null then cqube_replay.reload_deadline(d.data_source, x."key", v_retention) end
      from jsonb_to_recordset(d.slice_rows) as x("key" text, "table" text, rows bigint)
     where x."key" in (select unnest(d.keys));
end $$;

-- A view, not a function: called for each of ten thousand exams a function takes seconds.
create or replace view cqube_replay.hole_record as
  select h.run_id, h.data_source, h.slice_key, h.state, h.watched, h.deadline, h.opened_at, h.table_name,
    jsonb_build_object('runId', h.run_id, 'documentNo', h.document_no, 'dataSource', h.data_source, 'kind', s.kind,
      'key', h.slice_key, 'table', h.table_name, 'deleted', h.deleted, 'reloaded', h.reloaded, 'state', h.state,
      'overdue', h.overdue, 'openedAt', h.opened_at, 'changedAt', h.changed_at, 'closedAt', h.closed_at,
      'deadline', h.deadline) as record
    from cqube_replay.hole h left join cqube_replay.catalogue_source s using (data_source);

create or replace function cqube_replay.holes_of(p_run_id text) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_agg(h.record order by h.data_source, h.slice_key), '[]')
    from cqube_replay.hole_record h where h.run_id = p_run_id
$$;

create or replace function cqube_replay.awaited_holes() returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_agg(h.record order by h.deadline, h.opened_at, h.data_source, h.slice_key), '[]')
    from cqube_replay.hole_record h where h.state in ('awaited', 'partly_reloaded')
$$;

create or replace function cqube_replay.watched_holes() returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_agg(h.record order by h.data_source, h.table_name, h.slice_key, h.run_id), '[]')
    from cqube_replay.hole_record h where h.watched
$$;

-- Runs whose holes read otherwise than before get their report published again.
create or replace function cqube_replay.record_holes(p_epoch bigint, p_holes jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform cqube_replay.check_lease(p_epoch);
  with told as (
    update cqube_replay.hole h set reloaded = x.reloaded, state = x.state, overdue = x.overdue, watched = x.watched,
        counted_at = clock_timestamp(),
        changed_at = case when x.reloaded <> old.reloaded then clock_timestamp() else old.changed_at end,
        closed_at = case when x.state not in ('awaited', 'partly_reloaded') then coalesce(old.closed_at, clock_timestamp()) end
      from jsonb_to_recordset(p_holes) as x("runId" text, "dataSource" text, "key" text, reloaded bigint, state text,
          overdue boolean, watched boolean)
        join cqube_replay.hole old on (old.run_id, old.data_source, old.slice_key) = (x."runId", x."dataSource", x."key")
     -- A deletion may have closed it since it was counted.
     where (h.run_id, h.data_source, h.slice_key) = (old.run_id, old.data_source, old.slice_key) and h.watched
    returning h.run_id, (h.reloaded, h.state, h.overdue) is distinct from (old.reloaded, old.state, old.overdue) as changed
  )
  update cqube_replay.run set report_due = true where run_id in (select run_id from told where changed);
end $$;

-- Files that were loaded, or whose output objects were written, stand in the reports of the runs that await their slices.
create or replace function cqube_replay.tell_of_files(p_from bigint, p_up_to bigint) returns void
language sql set search_path = pg_catalog, pg_temp as $$
  update cqube_replay.run set report_due = true where run_id in (
    select h.run_id from cqube_replay.hole h join cqube_replay.loaded_slice s using (data_source, slice_key)
     where s.file_id between p_from and p_up_to)
$$;

-- A run that was never reported is not due: it is open, and will be.
create or replace function cqube_replay.due_reports() returns table (run_id text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select run_id from cqube_replay.run where report_due and report_commit is not null order by requested_at, run_id
$$;
