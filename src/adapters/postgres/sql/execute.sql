-- The deletion: one call, one transaction, whole or not at all, once.

create or replace function cqube_replay.delete_once(p_run_id text, p_document_no integer, p_data_source text, p_document jsonb)
returns table (table_name text, expected bigint, deleted bigint, archived bigint)
language plpgsql set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  d cqube_replay.deletion;
  t record;
  v_table text;
  v_rows bigint;
  v_total bigint := 0;
  v_kind text;
  v_values text[];
  v_archive text;
  v_warnings text[];
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'A deletion must see the rows that are there once its tables are locked: call it in READ COMMITTED, not %.',
      upper(current_setting('transaction_isolation')) using errcode = 'CQ011';
  end if;
  select * into d from cqube_replay.deletion
   where run_id = p_run_id and document_no = p_document_no and data_source = p_data_source
     -- Whoever records a failure meanwhile refers to this row, and need not wait for a long deletion.
     for no key update;
  if not found then
    raise exception 'No run submitted a deletion of % in document % of run %; nothing was deleted.',
      p_data_source, p_document_no, p_run_id using errcode = 'CQ001';
  elsif d.state = 'VOID' then
    raise exception 'The deletion of % in document % of run % was voided; nothing was deleted.',
      p_data_source, p_document_no, p_run_id using errcode = 'CQ002';
  elsif p_document is distinct from (select content from cqube_replay.document
                                      where run_id = p_run_id and document_no = p_document_no) then
    raise exception 'Document % of run % is not the one that was submitted; nothing was deleted.',
      p_document_no, p_run_id using errcode = 'CQ003';
  elsif d.state = 'DONE' then
    return query select table_name, expected, deleted, archived from cqube_replay.deletion_table
      where run_id = p_run_id and document_no = p_document_no and data_source = p_data_source order by position;
    return;
  end if;

  perform cqube_replay.lock_data_source(p_data_source);
  update cqube_replay.deletion set started_at = clock_timestamp()
   where run_id = p_run_id and document_no = p_document_no and data_source = p_data_source;
  perform cqube_replay.check_fence(p_run_id, p_document_no, p_data_source);
  v_warnings := cqube_replay.hold_stock_replay(d.ignore_open_rows_after);
  -- Before the tables are locked, since a file that is being loaded holds them; and again behind the lock.
  perform cqube_replay.refuse_files_in_flight(d);
  select kind into strict v_kind from cqube_replay.catalogue_source where data_source = p_data_source;
  perform cqube_replay.lock_tables(d, v_kind);
  v_warnings := v_warnings || cqube_replay.refuse_files_in_flight(d);

  -- First all of them: once a table is emptied, the rows that name the others' are gone.
  for t in select position, table_name from cqube_replay.deletion_table
            where (run_id, document_no, data_source) = (p_run_id, p_document_no, p_data_source) loop
    if cqube_replay.resolution(p_data_source, t.table_name, d.keys) is not null then
      execute cqube_replay.resolution(p_data_source, t.table_name, d.keys) into v_values using d.keys;
      update cqube_replay.deletion_table set resolved = v_values
       where (run_id, document_no, data_source, position) = (p_run_id, p_document_no, p_data_source, t.position);
    end if;
  end loop;
  perform cqube_replay.keep_exam_months(d);

  for t in select * from cqube_replay.deletion_table
            where (run_id, document_no, data_source) = (p_run_id, p_document_no, p_data_source) order by position loop
    v_table := cqube_replay.qualified(t.table_name);
    v_archive := null;
    if d.archive and t.expected > 0 then
      v_archive := cqube_replay.archive_rows(d, t.table_name, v_table, coalesce(t.resolved, d.keys));
      select a.rows into v_rows from cqube_replay.archive a where a.archive_table = v_archive;
    elsif v_kind = 'all' and not d.archive and has_table_privilege(current_user, v_table, 'TRUNCATE') then
      -- The count is the price of the contract; the deletion itself costs the same for any number of rows.
      execute 'select count(*) from ' || v_table into v_rows;
      execute 'truncate table ' || v_table;
    else
      execute format('delete from %s where %s', v_table, cqube_replay.predicate(p_data_source, t.table_name,
        coalesce(t.resolved, d.keys))) using coalesce(t.resolved, d.keys);
      get diagnostics v_rows = row_count;
    end if;
    v_total := v_total + v_rows;
    perform cqube_replay.check_rows(d, t.table_name, t.expected, t.max_rows, v_rows, v_total);
    update cqube_replay.deletion_table
       set deleted = v_rows, archived = case when v_archive is null then 0 else v_rows end, archive_table = v_archive
     where (run_id, document_no, data_source, position) = (p_run_id, p_document_no, p_data_source, t.position);
  end loop;

  insert into cqube_replay.fence (data_source, slice_key, repeat_of, run_id, document_no)
    select p_data_source, k, coalesce(x.run_id, ''), p_run_id, p_document_no
      from unnest(d.keys) k left join cqube_replay.deleted_keys(p_data_source, d.keys) x on x.slice_key = k;
  insert into cqube_replay.fence_request (request_id, data_source, slice_key, slice_id, run_id, document_no)
    select request_id, data_source, slice_key, slice_id, run_id, document_no from cqube_replay.deletion_request
     where (run_id, document_no, data_source) = (p_run_id, p_document_no, p_data_source)
    on conflict do nothing;
  perform cqube_replay.unlock_ingestion(d, v_kind);
  perform cqube_replay.open_holes(d);
  update cqube_replay.deletion set state = 'DONE', finished_at = clock_timestamp(), warnings = v_warnings
   where run_id = p_run_id and document_no = p_document_no and data_source = p_data_source;
  return query select table_name, expected, deleted, archived from cqube_replay.deletion_table
    where run_id = p_run_id and document_no = p_document_no and data_source = p_data_source order by position;
end $$;

-- As the runner calls it: refused when its lease is not the current one, and no takeover until the transaction ends.
create or replace function cqube_replay.execute_for_runner(p_epoch bigint, p_run_id text, p_document_no integer, p_data_source text,
  p_document jsonb) returns table (table_name text, expected bigint, deleted bigint, archived bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform cqube_replay.check_lease(p_epoch);
  return query select * from cqube_replay.delete_once(p_run_id, p_document_no, p_data_source, p_document);
end $$;

-- Keeps the stock replay out until the end of the transaction, and refuses while it has work.
create or replace function cqube_replay.hold_stock_replay(p_ignore_after interval) returns text[]
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_meta text := cqube_replay.qualified('data_replay_meta');
  v_open text[];
  v_passed text[];
begin
  if to_regclass(v_meta) is null then
    return '{}';
  end if;
  execute format('lock table %s in share row exclusive mode', v_meta);
  execute format($a$
    select array_agg(line order by created_on) filter (where not passed), array_agg(line order by created_on) filter (where passed)
      from (select created_on, coalesce(localtimestamp - created_on > $1, false) as passed,
              format('%%s is %%s since %%s (update %%s set cqube_process_status = ''FAILURE'' where ff_uuid = %%L)',
                filename, cqube_process_status, date_trunc('second', localtimestamp - created_on), $2, ff_uuid) as line
              from %s where cqube_process_status in ('SUBMITTED', 'IN_PROGRESS')) s$a$, v_meta)
    into v_open, v_passed using p_ignore_after, v_meta;
  if v_open is not null then
    raise exception 'The stock replay has % open row(s), so nothing was deleted: %',
      cardinality(v_open), array_to_string(v_open[1:5], '; ') using errcode = 'CQ004';
  end if;
  return coalesce(v_passed, '{}');
end $$;

create or replace function cqube_replay.lock_tables(d cqube_replay.deletion, p_kind text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  c record;
begin
  perform cqube_replay.check_tables(d);
  for c in select t.table_name, x.table_name is not null as planned, t.optional,
                  to_regclass(cqube_replay.qualified(t.table_name)) as oid
             from cqube_replay.catalogue t left join cqube_replay.deletion_table x
               on (x.run_id, x.document_no, x.data_source) = (d.run_id, d.document_no, d.data_source)
              and x.table_name = t.table_name
            where t.data_source = d.data_source order by t.position loop
    if c.oid is null and c.planned then
      raise exception 'Table % was planned and does not exist any more; nothing was deleted.', c.table_name
        using errcode = 'CQ012';
    elsif c.oid is null and not c.optional then
      raise exception 'Table % does not exist, and the catalogue does not call it optional; nothing was deleted.', c.table_name
        using errcode = 'CQ012';
    elsif c.oid is not null and not c.planned then
      raise exception 'Table % appeared after the plan was made; nothing was deleted.', c.table_name using errcode = 'CQ005';
    elsif c.planned then
      -- TRUNCATE takes ACCESS EXCLUSIVE in any case; asking for it at once spares a lock upgrade.
      execute format('lock table %s in %s mode', c.oid::text,
        case when p_kind = 'all' and not d.archive and has_table_privilege(current_user, c.oid, 'TRUNCATE')
          then 'access exclusive' else 'share row exclusive' end);
    end if;
  end loop;
end $$;

-- @returns the archive table's name; one statement deletes and archives, so no row can be in neither.
create or replace function cqube_replay.archive_rows(d cqube_replay.deletion, p_table text, p_qualified text, p_values text[]) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_name text := format('%s_%s_%s', d.run_id, d.document_no, p_table);
  v_rows bigint;
begin
  if octet_length(v_name) > 63 then
    v_name := left(v_name, 54) || '_' || left(md5(p_table), 8);
  end if;
  execute format('create table cqube_replay_archive.%I (like %s)', v_name, p_qualified);
  execute format('with gone as (delete from %s where %s returning *) insert into cqube_replay_archive.%I select * from gone',
    p_qualified, cqube_replay.predicate(d.data_source, p_table, p_values), v_name) using p_values;
  get diagnostics v_rows = row_count;
  insert into cqube_replay.archive (archive_table, run_id, document_no, data_source, table_name, columns, rows)
    values (v_name, d.run_id, d.document_no, d.data_source, p_table,
      array(select format('%I %s', attname, format_type(atttypid, atttypmod)) from pg_attribute
             where attrelid = p_qualified::regclass and attnum > 0 and not attisdropped order by attnum), v_rows);
  return v_name;
end $$;

create or replace function cqube_replay.check_rows(d cqube_replay.deletion, p_table text, p_expected bigint, p_max bigint, p_rows bigint,
  p_total bigint) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if p_rows > p_max then
    raise exception '%: % rows would be deleted, the limit of this table is %; none was deleted.', p_table, p_rows, p_max
      using errcode = 'CQ006';
  elsif p_total > d.max_rows then
    raise exception '%: more than % rows would be deleted (% up to table %); none was deleted.',
      d.data_source, d.max_rows, p_total, p_table using errcode = 'CQ006';
  elsif abs(p_rows - p_expected) > floor(p_expected * d.tolerance_percent / 100) or (p_rows = 0 and p_expected > 0) then
    raise exception '%: the plan counted % rows, the table now has %; none was deleted.', p_table, p_expected, p_rows
      using errcode = 'CQ005';
  end if;
end $$;

-- cQube's ingestion drops re-emitted old data unless a SUCCESS row of its own replay allows it (for five days).
create or replace function cqube_replay.unlock_ingestion(d cqube_replay.deletion, p_kind text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_meta text := cqube_replay.qualified('data_replay_meta');
  v_code text;
begin
  select unlock_column into v_code from cqube_replay.catalogue_source where data_source = d.data_source and stock;
  if not found or to_regclass(v_meta) is null then
    return;
  end if;
  execute format($a$
    insert into %1$s (filename, ff_uuid, cqube_process_status, data_source, selection, year, months, from_date, to_date,
        academic_year, semesters, exam_code, batch_id, retention_period)
      select $1, $2, 'SUCCESS', $3,
        case when $4 = 'all' then 'yes' end,
        case when $4 = 'months' then min(split_part(k, '-', 1)::int) end,
        case when $4 = 'months' then '[' || string_agg(split_part(k, '-', 2)::int::text, ',' order by k) || ']' end,
        case when $4 = 'dates' then min(k)::date end,
        case when $4 = 'dates' then max(k)::date end,
        case when $4 = 'semesters' then nullif(min(split_part(k, '/', 1)), '*') end,
        case when $4 = 'semesters' then '[' || string_agg(distinct split_part(k, '/', 2), ',') || ']' end,
        case when $5 = 'exam_code' then '[' || string_agg(to_json(k)::text, ',' order by k) || ']' end,
        case when $5 = 'batch_id' then '[' || string_agg(to_json(k)::text, ',' order by k) || ']' end,
        (select max(retention_period) from %1$s)
      from unnest($6) k$a$, v_meta)
    using (select object_key from cqube_replay.document where run_id = d.run_id and document_no = d.document_no),
      format('cqube_replay_%s_%s_%s', d.run_id, d.document_no, d.data_source), d.data_source, p_kind, v_code, d.keys;
end $$;
