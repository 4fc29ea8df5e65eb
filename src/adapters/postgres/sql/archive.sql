-- The end of archived rows: dropped by the owner, or by a runner once they are past their time.

-- Drops one archive table and keeps the record of it; false when somebody else had dropped it. The owner calls it, and
-- purge_archives in the owner's name.
-- @param p_wait false: a table that somebody uses is refused at once; true: after the caller's lock_timeout
create or replace function cqube_replay.drop_archive(p_archive_table text, p_by text, p_why text, p_wait boolean) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  a cqube_replay.archive;
  v_table oid;
  v_toast oid;
begin
  select * into a from cqube_replay.archive where archive_table = p_archive_table for update;
  if not found then
    raise exception 'The ledger knows no archive table "%"; nothing was dropped.', p_archive_table using errcode = 'CQ013';
  elsif a.dropped_at is not null then
    return false;
  elsif exists (select from cqube_replay.run r where r.run_id = a.run_id and r.report_commit is null) then
    raise exception 'Run % has no report in Git yet, so its archive is kept; nothing was dropped.', a.run_id
      using errcode = 'CQ014';
  end if;
  v_table := to_regclass(format('cqube_replay_archive.%I', p_archive_table));
  if v_table is not null then
    execute format('lock table cqube_replay_archive.%I in access exclusive mode %s', p_archive_table,
      case when p_wait then '' else 'nowait' end);
    select nullif(reltoastrelid, 0) into v_toast from pg_class where oid = v_table;
  end if;
  update cqube_replay.archive
     set dropped_at = clock_timestamp(), dropped_by = p_by,
         dropped_why = case when v_table is null then 'found missing' else p_why end,
         bytes = pg_total_relation_size(v_table),
         files = array_remove(array[pg_relation_filepath(v_table), pg_relation_filepath(v_toast)], null)
   where archive_table = p_archive_table;
  if v_table is not null then
    -- No CASCADE: what depends on it is somebody's, and is named by the error.
    execute format('drop table cqube_replay_archive.%I', p_archive_table);
  end if;
  return true;
end $$;

-- Drops archive tables of reported runs that are older than asked and older than the owner allows. One that somebody uses
-- is left for the next time and says so in `obstacle`.
create or replace function cqube_replay.purge_archives(p_epoch bigint, p_keep_days integer, p_limit integer)
returns table (archive_table text, run_id text, rows bigint, bytes bigint, obstacle text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  a record;
  v_obstacle text;
begin
  perform cqube_replay.check_lease(p_epoch);
  for a in
    select c.archive_table, l.holder
      from cqube_replay.archive c, cqube_replay.archive_policy p, cqube_replay.lease l
     where c.dropped_at is null
       -- Null on either side is never.
       and p_keep_days is not null and p.keep_at_least_days is not null
       and c.created_at < clock_timestamp() - make_interval(days => greatest(p_keep_days, p.keep_at_least_days))
       and exists (select from cqube_replay.run r where r.run_id = c.run_id and r.report_commit is not null)
     order by c.created_at, c.archive_table limit p_limit
  loop
    v_obstacle := null;
    begin
      perform cqube_replay.drop_archive(a.archive_table, a.holder, 'expired', false);
    exception
      when lock_not_available then v_obstacle := 'somebody uses it';
      when dependent_objects_still_exist then v_obstacle := 'another object of the database depends on it';
    end;
    return query select c.archive_table, c.run_id, c.rows, c.bytes, v_obstacle from cqube_replay.archive c
      where c.archive_table = a.archive_table;
  end loop;
end $$;

-- What the archive holds, or held, newest first; facts about the rows, never a row.
-- @param p_of a run or an archive table; null: all
create or replace function cqube_replay.archives(p_of text, p_dropped boolean, p_limit integer)
returns table (archive_table text, run_id text, document_no integer, data_source text, table_name text, columns text[],
  rows bigint, bytes bigint, created_at timestamptz, is_reported boolean, dropped_at timestamptz, dropped_by text,
  dropped_why text, files text[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.archive_table, a.run_id, a.document_no, a.data_source, a.table_name, a.columns, a.rows,
      case when a.dropped_at is null then pg_total_relation_size(to_regclass(format('cqube_replay_archive.%I', a.archive_table)))
        else a.bytes end,
      a.created_at, exists (select from cqube_replay.run r where r.run_id = a.run_id and r.report_commit is not null),
      a.dropped_at, a.dropped_by, a.dropped_why, a.files
    from cqube_replay.archive a
   where (a.dropped_at is not null) = p_dropped and (p_of is null or p_of in (a.run_id, a.archive_table))
   order by coalesce(a.dropped_at, a.created_at) desc, a.run_id, a.document_no, a.data_source, a.archive_table limit p_limit
$$;

-- The archive as a whole, without looking at each table. `expired` are past p_keep_days and the owner's word.
create or replace function cqube_replay.archive_totals(p_keep_days integer)
returns table (tables bigint, runs bigint, rows bigint, bytes bigint, oldest timestamptz, expired bigint,
  keep_at_least_days integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(a.archive_table), count(distinct a.run_id), coalesce(sum(a.rows), 0)::bigint,
      (select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint from pg_class c
        where c.relnamespace = 'cqube_replay_archive'::regnamespace and c.relkind = 'r'),
      min(a.created_at),
      count(*) filter (where a.created_at
        < clock_timestamp() - make_interval(days => greatest(p_keep_days, p.keep_at_least_days))
        and p_keep_days is not null and p.keep_at_least_days is not null),
      p.keep_at_least_days
    from cqube_replay.archive_policy p left join cqube_replay.archive a on a.dropped_at is null
   group by p.keep_at_least_days
$$;
