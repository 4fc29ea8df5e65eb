-- What the ledger tells: to the runner that goes on, to the report.

-- Every started run that has no report in Git yet, oldest first.
create or replace function cqube_replay.open_runs() returns table (run_id text, state text, failure_code text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select run_id, state, failure_code from cqube_replay.run where report_commit is null order by requested_at, run_id
$$;

create or replace function cqube_replay.unknown_runs(p_run_ids text[]) returns table (run_id text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r from unnest(p_run_ids) r where r not in (select run_id from cqube_replay.run)
$$;

create or replace function cqube_replay.recent_runs(p_limit integer)
returns table (run_id text, state text, failure_code text, requested_at timestamptz, rows_deleted bigint, report_commit text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.run_id, r.state, r.failure_code, r.requested_at,
      (select coalesce(sum(t.deleted), 0)::bigint from cqube_replay.deletion_table t where t.run_id = r.run_id), r.report_commit
    from cqube_replay.run r order by r.requested_at desc, r.run_id desc limit p_limit
$$;

create or replace function cqube_replay.record_report(p_epoch bigint, p_run_id text, p_commit text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform cqube_replay.check_lease(p_epoch);
  update cqube_replay.run set report_commit = p_commit, report_due = false, state = 'reported' where run_id = p_run_id;
  -- The first time only: a report that is published again ends no run.
  insert into cqube_replay.run_state (run_id, state, epoch, runner)
    select p_run_id, 'reported', p_epoch, holder from cqube_replay.lease
     where not exists (select from cqube_replay.run_state s where s.run_id = p_run_id and s.state = 'reported');
end $$;

-- The statement that counts a table again after the commit, and what to bind to it.
create or replace function cqube_replay.recounts(p_run_id text)
returns table (document_no integer, data_source text, "position" integer, statement text, bind text[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select t.document_no, t.data_source, t.position,
    format('select count(*) as rows from %s where %s', cqube_replay.qualified(t.table_name),
      cqube_replay.predicate(t.data_source, t.table_name, coalesce(t.resolved, d.keys))),
    coalesce(t.resolved, d.keys)
  from cqube_replay.deletion_table t join cqube_replay.deletion d using (run_id, document_no, data_source)
  where t.run_id = p_run_id and d.state = 'DONE' and t.rows_after is null
  order by t.document_no, t.data_source, t.position
$$;

create or replace function cqube_replay.record_recount(p_epoch bigint, p_run_id text, p_document_no integer, p_data_source text,
  p_position integer, p_rows bigint) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform cqube_replay.check_lease(p_epoch);
  update cqube_replay.deletion_table set rows_after = p_rows
   where (run_id, document_no, data_source, position) = (p_run_id, p_document_no, p_data_source, p_position);
end $$;

create or replace function cqube_replay.add_note(p_epoch bigint, p_run_id text, p_note text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform cqube_replay.check_lease(p_epoch);
  update cqube_replay.run set notes = notes || p_note where run_id = p_run_id and not p_note = any (notes);
end $$;

-- Of these files, the ones that still need a look. Arrays of equal length; 100,000 take about half a second beside 30,000
-- that were left out in 300 runs.
create or replace function cqube_replay.pending_files(p_paths text[], p_blobs text[])
returns table (path text, blob text, left_out_before text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with pending as (
    select f.path, f.blob from unnest(p_paths, p_blobs) f(path, blob)
    except all
    select s.path, s.blob from cqube_replay.settled_file s
  ), told as (
    -- A run of chosen files says nothing of the others: the latest that spoke of this very file counts.
    select distinct on (p.path, p.blob) p.path, p.blob, o.record->>'reason' as reason
      from pending p
      join cqube_replay.left_out o on o.record->>'path' = p.path and o.record->>'blob' = p.blob
      join cqube_replay.run r using (run_id)
     order by p.path, p.blob, r.requested_at desc, r.run_id desc
  )
  select p.path, p.blob, t.reason from pending p left join told t using (path, blob)
$$;

create or replace function cqube_replay.settle_files(p_epoch bigint, p_files jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform cqube_replay.check_lease(p_epoch);
  insert into cqube_replay.settled_file (path, blob, request_id)
    select path, blob, "requestId" from jsonb_to_recordset(p_files) as x(path text, blob text, "requestId" text)
    on conflict do nothing;
end $$;

-- What these requests have deleted already, by any file that held them.
create or replace function cqube_replay.done_keys(p_request_ids text[])
returns table (request_id text, data_source text, slice_key text, run_id text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select request_id, data_source, slice_key, run_id from cqube_replay.fence_request
   where request_id in (select unnest(p_request_ids))
$$;

create or replace function cqube_replay.run_record(p_run_id text) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object(
    'runId', r.run_id, 'ledger', (select ledger_id from cqube_replay.ledger), 'state', r.state,
    'failure', case when r.failure_code is not null
      then jsonb_build_object('code', r.failure_code, 'message', r.failure_message) end,
    'engine', r.engine, 'runner', r.runner, 'programVersion', r.program_version, 'branch', r.branch, 'commit', r.commit,
    'requestedAt', r.requested_at, 'notes', to_jsonb(r.notes), 'reportCommit', r.report_commit,
    'states', (select coalesce(jsonb_agg(jsonb_build_object('state', s.state, 'at', s.at, 'runner', s.runner)
        order by s.at, s.epoch), '[]') from cqube_replay.run_state s where s.run_id = r.run_id),
    'requests', (select coalesce(jsonb_agg(q.record order by q.record->'paths'->>0, q.request_id), '[]')
        from cqube_replay.request q where q.run_id = r.run_id),
    'leftOut', (select coalesce(jsonb_agg(o.record order by o.ordinal), '[]')
        from cqube_replay.left_out o where o.run_id = r.run_id),
    'documents', (select coalesce(jsonb_agg(jsonb_build_object('documentNo', o.document_no, 'key', o.object_key,
        'sha256', o.sha256, 'bytes', octet_length(o.bytes), 'emittedAt', o.emitted_at) order by o.document_no), '[]')
        from cqube_replay.document o where o.run_id = r.run_id),
    'deletions', (select coalesce(jsonb_agg(cqube_replay.deletion_record(d) order by d.document_no, d.data_source), '[]')
        from cqube_replay.deletion d where d.run_id = r.run_id),
    'holes', cqube_replay.holes_of(r.run_id), 'outputs', cqube_replay.output_records(r.run_id),
    'files', cqube_replay.files_of_run(r.run_id))
  from cqube_replay.run r where r.run_id = p_run_id
$$;
