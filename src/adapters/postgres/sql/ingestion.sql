-- The embedded ingestion: what cQube's NiFi flows do to the tables, for files of two data sources. Lines arrive by COPY in
-- a temporary table that the ledger's owner makes, and that the runner may only fill; what becomes of them is said here.

create or replace function cqube_replay.seen_files(p_object_keys text[])
returns table (object_key text, bytes bigint, modified_at timestamptz, state text, reason text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select object_key, bytes, modified_at, state, reason from cqube_replay.seen_file
   where object_key in (select unnest(p_object_keys))
$$;

-- The last load of these bytes, unless one of its slices was deleted since: then they may come again.
create or replace function cqube_replay.loaded_before(p_sha256 text) returns table (object_key text, loaded_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select l.object_key, l.loaded_at
    from (select * from cqube_replay.loaded_file f where f.sha256 = p_sha256 order by f.file_id desc limit 1) l
   where not exists (
     select from cqube_replay.loaded_slice s join cqube_replay.fence f on (f.data_source, f.slice_key) = (s.data_source, s.slice_key)
       join cqube_replay.deletion d on (d.run_id, d.document_no, d.data_source) = (f.run_id, f.document_no, f.data_source)
      where s.file_id = l.file_id and d.finished_at > l.loaded_at)
$$;

create or replace function cqube_replay.remember_file(p_epoch bigint, p_file jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform cqube_replay.check_lease(p_epoch);
  perform cqube_replay.record_seen(p_file);
end $$;

create or replace function cqube_replay.record_seen(p_file jsonb) returns void
language sql set search_path = pg_catalog, pg_temp as $$
  insert into cqube_replay.seen_file (object_key, bytes, modified_at, sha256, state, reason, message)
    values (p_file->>'key', (p_file->>'bytes')::bigint, (p_file->>'modifiedAt')::timestamptz, p_file->>'sha256',
      p_file->>'state', p_file->>'reason', p_file->>'message')
    on conflict (object_key) do update set bytes = excluded.bytes, modified_at = excluded.modified_at,
      sha256 = excluded.sha256, state = excluded.state, reason = excluded.reason, message = excluded.message,
      seen_at = clock_timestamp()
$$;

-- The temporary table that the lines of one file are copied into. Nobody waits for it: only the transaction's own session
-- sees it, so a runner that is stopped in the middle of its COPY holds nobody up.
create or replace function cqube_replay.stage_file(p_stem text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  case p_stem
    when 'student_attendance' then
      execute format('create temporary table staged_student_attendance (attendance_id bigint, student_id bigint,
        school_id bigint, year integer, month integer, %s) on commit drop',
        (select string_agg(format('day_%s smallint', n), ', ' order by n) from generate_series(1, 31) n));
    when 'periodic_exam_mst' then
      create temporary table staged_periodic_exam_mst (exam_id integer, assessment_year text, medium text, standard integer,
        division text, subject_id integer, subject_name text, exam_type_id integer, exam_type text, exam_code text,
        exam_date date, total_questions integer, total_marks numeric) on commit drop;
    when 'periodic_exam_qst_mst' then
      create temporary table staged_periodic_exam_qst_mst (question_id integer, exam_id integer, indicator_id integer,
        indicator_title text, indicator text, question_title text, question text, question_marks numeric) on commit drop;
    when 'periodic_exam_result_trans' then
      create temporary table staged_periodic_exam_result_trans (id integer, exam_id integer, exam_code text,
        student_id bigint, student_uid bigint, school_id bigint, studying_class integer, section text,
        question_id integer, obtained_marks numeric) on commit drop;
  end case;
  execute format('grant insert on pg_temp.%I to public', 'staged_' || p_stem);
end $$;

-- Everything that follows from a file's lines once they are staged: rows, aggregates, what the ledger knows of it.
create or replace function cqube_replay.load_file(p_epoch bigint, p_file jsonb)
returns table (accepted bigint, rejects jsonb, slices jsonb)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_stem text := p_file->>'stem';
  v_source text := case v_stem when 'student_attendance' then 'student_attendance' else 'periodic_assessment_test' end;
  v_staged regclass := to_regclass(format('pg_temp.%I', 'staged_' || v_stem));
  v_file bigint;
  v_rejects jsonb;
begin
  perform cqube_replay.check_lease(p_epoch);
  -- Whoever may call this could otherwise have made the table, and have its triggers run with the owner's rights.
  if v_staged is null or not exists (select from pg_class c join pg_roles r on r.oid = c.relowner
      where c.oid = v_staged and c.relkind = 'r' and r.rolname = current_user) then
    raise exception 'No lines of % were staged; nothing was loaded.', v_stem using errcode = 'CQ011';
  end if;
  perform cqube_replay.lock_data_source(v_source);
  insert into cqube_replay.loaded_file (object_key, sha256, data_source, stem, bytes, lines, accepted, rejects, epoch)
    values (p_file->>'key', p_file->>'sha256', v_source, v_stem, (p_file->>'bytes')::bigint, (p_file->>'lines')::bigint, 0, '{}',
      p_epoch) returning file_id into v_file;
  v_rejects := case v_stem
    when 'student_attendance' then cqube_replay.load_attendance(v_file)
    when 'periodic_exam_mst' then cqube_replay.load_exams(v_file)
    when 'periodic_exam_qst_mst' then cqube_replay.load_questions(v_file)
    when 'periodic_exam_result_trans' then cqube_replay.load_results(v_file) end;
  v_rejects := (p_file->'rejects') || (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(v_rejects) where value <> '0');
  perform cqube_replay.record_seen(p_file || '{"state": "LOADED"}');
  perform cqube_replay.tell_of_files(v_file, v_file);
  return query update cqube_replay.loaded_file f
      set rejects = v_rejects, accepted = f.lines - (select coalesce(sum(value::bigint), 0) from jsonb_each_text(v_rejects))
    where f.file_id = v_file
    returning f.accepted, f.rejects, (select coalesce(jsonb_agg(jsonb_build_object('key', s.slice_key, 'rows', s.rows) order by s.slice_key), '[]')
      from cqube_replay.loaded_slice s where s.file_id = v_file);
end $$;

-- As cQube's staging_1 and staging_2 do: of lines that are the same one is kept, and of different ones under one key none.
create or replace function cqube_replay.drop_repeated(p_staged text, p_key text[]) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_key text := (select string_agg(quote_ident(k), ', ') from unnest(p_key) k);
  v_lines bigint;
  v_different bigint;
  v_kept bigint;
begin
  execute format('analyze pg_temp.%I (%s)', p_staged, v_key);
  execute format('create temporary table repeated_key on commit drop as select %1$s from pg_temp.%2$I group by %1$s having count(*) > 1',
    v_key, p_staged);
  if not exists (select from pg_temp.repeated_key) then
    return '{}';
  end if;
  execute format('create temporary table repeated_line (like pg_temp.%I) on commit drop', p_staged);
  execute format('with gone as (delete from pg_temp.%1$I where (%2$s) in (select %2$s from pg_temp.repeated_key) returning *)
      insert into pg_temp.repeated_line select * from gone', p_staged, v_key);
  get diagnostics v_lines = row_count;
  execute format('create temporary table different_line on commit drop as select distinct * from pg_temp.repeated_line');
  get diagnostics v_different = row_count;
  execute format('insert into pg_temp.%1$I select * from pg_temp.different_line where (%2$s) in (
      select %2$s from pg_temp.different_line group by %2$s having count(*) = 1)', p_staged, v_key);
  get diagnostics v_kept = row_count;
  return jsonb_build_object('duplicate', v_lines - v_different, 'conflicting', v_different - v_kept);
end $$;

create or replace function cqube_replay.drop_unknown_schools(p_staged text) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_lines bigint;
begin
  execute format('delete from pg_temp.%I s where not exists (select from %s h where h.school_id = s.school_id)', p_staged,
    cqube_replay.qualified('school_hierarchy_details'));
  get diagnostics v_lines = row_count;
  return jsonb_build_object('unknown_school', v_lines);
end $$;
