-- A run's way through its states, and the submission that freezes what it will delete.

create or replace function cqube_replay.start_run(p_epoch bigint, p_run jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform cqube_replay.check_lease(p_epoch);
  insert into cqube_replay.run (run_id, state, epoch, runner, engine, program_version, branch, commit)
    values (p_run->>'runId', 'requested', p_epoch, p_run->>'runner', p_run->>'engine', p_run->>'programVersion',
      p_run->>'branch', p_run->>'commit');
  insert into cqube_replay.run_state (run_id, state, epoch, runner)
    values (p_run->>'runId', 'requested', p_epoch, p_run->>'runner');
end $$;

create or replace function cqube_replay.advance_run(p_epoch bigint, p_run_id text, p_state text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform cqube_replay.check_lease(p_epoch);
  update cqube_replay.run set state = p_state where run_id = p_run_id and epoch = p_epoch;
  insert into cqube_replay.run_state (run_id, state, epoch, runner)
    select p_run_id, p_state, p_epoch, holder from cqube_replay.lease
    on conflict do nothing;
end $$;

-- Ends a run that cannot go on: what it submitted and did not delete is voided in the same transaction.
create or replace function cqube_replay.fail_run(p_epoch bigint, p_run_id text, p_code text, p_message text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform cqube_replay.check_lease(p_epoch);
  update cqube_replay.run set failure_code = p_code, failure_message = p_message
   where run_id = p_run_id and failure_code is null;
  perform cqube_replay.void_deletion(p_epoch, d.run_id, d.document_no, d.data_source, p_code, p_message)
     from cqube_replay.deletion d where d.run_id = p_run_id and d.state in ('SUBMITTED', 'EMITTED');
end $$;

-- False when it was executed in the meantime: then its result stands.
create or replace function cqube_replay.void_deletion(p_epoch bigint, p_run_id text, p_document_no integer, p_data_source text,
  p_code text, p_message text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform cqube_replay.check_lease(p_epoch);
  update cqube_replay.deletion set state = 'VOID'
   where run_id = p_run_id and document_no = p_document_no and data_source = p_data_source
     and state in ('SUBMITTED', 'EMITTED');
  if not found then
    return false;
  end if;
  perform cqube_replay.record_failure(p_run_id, p_document_no, p_data_source, p_code, p_message);
  return true;
end $$;

-- Serialises everything about one data source until the transaction ends.
create or replace function cqube_replay.lock_data_source(p_data_source text) returns void
language sql set search_path = pg_catalog, pg_temp as $$
  select pg_advisory_xact_lock(hashtext('cqube_replay'), hashtext(p_data_source))
$$;

-- The last run that deleted each key, for keys that were deleted at all.
create or replace function cqube_replay.deleted_keys(p_data_source text, p_keys text[])
returns table (slice_key text, run_id text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.slice_key, f.run_id from cqube_replay.fence f
   where f.data_source = p_data_source and f.slice_key in (select unnest(p_keys))
     and not exists (select from cqube_replay.fence g
                      where g.data_source = f.data_source and g.slice_key = f.slice_key and g.repeat_of = f.run_id)
$$;

-- Refuses a deletion whose keys were deleted before, unless each request that asks for such a key names the last run. That
-- must have been over when this run began: else its plan counted rows that are gone, and would take as many new ones.
create or replace function cqube_replay.check_fence(p_run_id text, p_document_no integer, p_data_source text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v record;
begin
  select r.slice_key, k.run_id into v
    from cqube_replay.deletion d join cqube_replay.run n on n.run_id = d.run_id,
      cqube_replay.deletion_request r, cqube_replay.deleted_keys(d.data_source, d.keys) k
   where (d.run_id, d.document_no, d.data_source) = (p_run_id, p_document_no, p_data_source)
     and (r.run_id, r.document_no, r.data_source) = (d.run_id, d.document_no, d.data_source)
     and k.slice_key = r.slice_key
     and (r.repeat_of is distinct from k.run_id
       or exists (select from cqube_replay.deletion o where o.run_id = k.run_id and o.data_source = d.data_source
           and k.slice_key = any (o.keys) and o.finished_at > n.requested_at))
   order by r.slice_key limit 1;
  if found then
    raise exception '% % was already deleted by run %; nothing was deleted now.', p_data_source, v.slice_key, v.run_id
      using errcode = 'CQ007';
  end if;
end $$;

-- Who may submit a deletion does not thereby name a table: only the catalogue does, and in its order.
create or replace function cqube_replay.check_tables(d cqube_replay.deletion) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_table text;
begin
  select x.table_name into v_table
    from cqube_replay.deletion_table x left join cqube_replay.catalogue t
      on (t.data_source, t.table_name, t.position) = (x.data_source, x.table_name, x.position)
   where (x.run_id, x.document_no, x.data_source) = (d.run_id, d.document_no, d.data_source) and t.table_name is null
   order by x.position limit 1;
  if found then
    raise exception 'The catalogue does not name table % of % at this place; nothing was deleted.', v_table, d.data_source
      using errcode = 'CQ011';
  end if;
end $$;

-- Freezes documents, deletions, expected rows and limits. All of it or nothing.
create or replace function cqube_replay.submit(p_epoch bigint, p_run_id text, p_submission jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_source text;
  v_run text;
  v_key text;
  d cqube_replay.deletion;
begin
  perform cqube_replay.check_lease(p_epoch);
  perform from cqube_replay.run where run_id = p_run_id and state = 'requested' and failure_code is null for update;
  if not found then
    raise exception 'Run % is not waiting for its submission; nothing was submitted.', p_run_id using errcode = 'CQ011';
  end if;
  for v_source in select distinct x->>'dataSource' from jsonb_array_elements(p_submission->'deletions') x order by 1 loop
    perform cqube_replay.lock_data_source(v_source);
  end loop;

  insert into cqube_replay.request (run_id, request_id, record)
    select p_run_id, x->>'requestId', x from jsonb_array_elements(p_submission->'requests') x;
  insert into cqube_replay.left_out (run_id, ordinal, record)
    select p_run_id, n, x from jsonb_array_elements(p_submission->'leftOut') with ordinality u(x, n);
  update cqube_replay.run set state = 'submitted',
      notes = array(select jsonb_array_elements_text(p_submission->'notes')) where run_id = p_run_id;
  insert into cqube_replay.run_state (run_id, state, epoch, runner)
    select p_run_id, 'submitted', p_epoch, holder from cqube_replay.lease;
  insert into cqube_replay.document (run_id, document_no, object_key, content, bytes, sha256)
    select p_run_id, x."documentNo", x."key", x.content, x.bytes, x.sha256
      from jsonb_to_recordset(p_submission->'documents')
        as x("documentNo" integer, "key" text, content jsonb, bytes text, sha256 text);
  insert into cqube_replay.deletion (run_id, document_no, data_source, state, keys, max_rows, archive, tolerance_percent,
      ignore_open_rows_after, side_effects, slice_rows, file_stems, ignore_files_after)
    select p_run_id, x."documentNo", x."dataSource", 'SUBMITTED', array(select jsonb_array_elements_text(x.keys)),
        x."maxRows", x.archive, x."tolerancePercent", x."ignoreOpenRowsAfterMinutes" * interval '1 minute', x."sideEffects",
        coalesce(x."sliceRows", '[]'), array(select jsonb_array_elements_text(x."fileStems")),
        x."ignoreFilesAfterMinutes" * interval '1 minute'
      from jsonb_to_recordset(p_submission->'deletions') as x("documentNo" integer, "dataSource" text, keys jsonb,
        "maxRows" bigint, archive boolean, "tolerancePercent" numeric, "ignoreOpenRowsAfterMinutes" integer, "sideEffects" jsonb,
        "sliceRows" jsonb, "fileStems" jsonb, "ignoreFilesAfterMinutes" integer);
  insert into cqube_replay.deletion_table (run_id, document_no, data_source, position, table_name, expected, max_rows, table_rows)
    select p_run_id, x."documentNo", x."dataSource", t.position, t."table", t.expected, t."maxRows", t."tableRows"
      from jsonb_to_recordset(p_submission->'deletions') as x("documentNo" integer, "dataSource" text, tables jsonb),
        jsonb_to_recordset(x.tables) as t(position integer, "table" text, expected bigint, "maxRows" bigint, "tableRows" bigint);
  insert into cqube_replay.deletion_request (run_id, document_no, data_source, request_id, slice_key, slice_id, repeat_of)
    select p_run_id, x."documentNo", x."dataSource", r."requestId", r."key", r."sliceId", r."repeatOf"
      from jsonb_to_recordset(p_submission->'deletions') as x("documentNo" integer, "dataSource" text, requests jsonb),
        jsonb_to_recordset(x.requests) as r("requestId" text, "key" text, "sliceId" text, "repeatOf" text);

  for d in select * from cqube_replay.deletion where run_id = p_run_id loop
    if exists (select from unnest(d.keys) k where k not in (select r.slice_key from cqube_replay.deletion_request r
         where (r.run_id, r.document_no, r.data_source) = (d.run_id, d.document_no, d.data_source))) then
      raise exception 'Deletion % of document % has a slice key that no request asks for; nothing was submitted.',
        d.data_source, d.document_no using errcode = 'CQ011';
    end if;
    perform cqube_replay.check_tables(d);
    select k into v_key from cqube_replay.catalogue_source s, unnest(d.keys) k
     where s.data_source = d.data_source and k !~ case s.kind when 'months' then '^[0-9]{4}-(0[1-9]|1[0-2])$'
       when 'dates' then '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' when 'semesters' then '^.+/(0|[1-9][0-9]*)$' when 'all' then '^[*]$' else '' end
     limit 1;
    if found then
      -- 2020-3 would select the rows of 2020-03 and slip past its fence.
      raise exception '"%" is not how a slice key of % is written; nothing was submitted.', v_key, d.data_source
        using errcode = 'CQ011';
    end if;
    select o.run_id into v_run from cqube_replay.deletion o
     where o.data_source = d.data_source and o.state in ('SUBMITTED', 'EMITTED') and o.keys && d.keys
       and (o.run_id, o.document_no) <> (d.run_id, d.document_no) limit 1;
    if found then
      raise exception '% overlaps a deletion of run % that is not finished; nothing was submitted.', d.data_source, v_run
        using errcode = 'CQ007';
    end if;
    perform cqube_replay.check_fence(d.run_id, d.document_no, d.data_source);
  end loop;
end $$;

create or replace function cqube_replay.record_emitted(p_epoch bigint, p_run_id text, p_document_no integer) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform cqube_replay.check_lease(p_epoch);
  update cqube_replay.document set emitted_at = clock_timestamp()
   where run_id = p_run_id and document_no = p_document_no and emitted_at is null;
  update cqube_replay.deletion set state = 'EMITTED'
   where run_id = p_run_id and document_no = p_document_no and state = 'SUBMITTED';
end $$;
