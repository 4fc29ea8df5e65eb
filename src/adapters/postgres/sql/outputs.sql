-- Outputs: what a deletion must remember for them, and the book of what was done to each.

-- Called in the transaction of a deletion, before its rows go. A database without the table or the columns has no such
-- outputs, and nothing here may keep a deletion from being done.
create or replace function cqube_replay.keep_exam_months(d cqube_replay.deletion) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_table text := case d.data_source when 'periodic_assessment_test' then 'periodic_exam_school_result'
    when 'semester' then 'semester_exam_school_result' end;
  v_values text[];
begin
  select coalesce(t.resolved, d.keys) into v_values from cqube_replay.deletion_table t
   where (t.run_id, t.document_no, t.data_source, t.table_name) = (d.run_id, d.document_no, d.data_source, v_table);
  if not found or (select count(*) from pg_attribute a where a.attrelid = to_regclass(cqube_replay.qualified(v_table))
                     and not a.attisdropped and (a.attname = 'academic_year'
                       or a.attname = 'exam_date' and a.atttypid = 'date'::regtype)) < 2 then
    return;
  end if;
  execute format($a$
    insert into cqube_replay.deleted_exam_month (run_id, data_source, academic_year, month)
      select distinct $2, $3, academic_year, extract(month from exam_date)::integer from %s
       where %s and academic_year is not null and isfinite(exam_date)
      on conflict do nothing$a$, cqube_replay.qualified(v_table), cqube_replay.predicate(d.data_source, v_table, v_values))
    using v_values, d.run_id, d.data_source;
end $$;

create or replace function cqube_replay.plan_outputs(p_epoch bigint, p_run_id text, p_outputs jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform cqube_replay.check_lease(p_epoch);
  insert into cqube_replay.output (run_id, kind, name, data_source, period, action, moved_to, objects, detail)
    select p_run_id, x.kind, x.name, x."dataSource", x.period, x.action, x."movedTo", x.objects, x.detail
      from jsonb_to_recordset(p_outputs) as x(kind text, name text, "dataSource" text, period text, action text,
        "movedTo" text, objects bigint, detail text)
    on conflict do nothing;
end $$;

create or replace function cqube_replay.settle_outputs(p_epoch bigint, p_run_id text, p_outputs jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform cqube_replay.check_lease(p_epoch);
  insert into cqube_replay.output (run_id, kind, name, data_source, period, action, moved_to, objects, detail)
    select p_run_id, x.kind, x.name, x."dataSource", x.period, x.action, x."movedTo", x.objects, x.detail
      from jsonb_to_recordset(p_outputs) as x(kind text, name text, "dataSource" text, period text, action text,
        "movedTo" text, objects bigint, detail text)
    on conflict (run_id, kind, name) do update set action = excluded.action, moved_to = excluded.moved_to,
      objects = excluded.objects, detail = excluded.detail, at = clock_timestamp();
end $$;

create or replace function cqube_replay.output_records(p_run_id text) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'name', name, 'dataSource', data_source, 'period', period,
      'action', action, 'movedTo', moved_to, 'objects', objects, 'detail', detail)
      order by kind collate "C", data_source collate "C", period collate "C", name collate "C"), '[]')
    from cqube_replay.output where run_id = p_run_id
$$;
