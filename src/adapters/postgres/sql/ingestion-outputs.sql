-- What cQube's reports show of a month, made from its aggregates in the caller's rights: the shape of release-3.7's queries
-- and transformations (student_attendance_queries, pat_queries), without its variants by management, category and period.

-- A place and those above it, for select lists and groupings.
create or replace function cqube_replay.place_columns(p_level text, p_alias boolean) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select string_agg(format(case when p_alias then '%1$s_id, initcap(%1$s_name) as %1$s_name' else '%1$s_id, %1$s_name' end, l), ', ' order by i)
    from unnest('{district, block, cluster, school}'::text[]) with ordinality u(l, i)
   where i <= array_position('{district, block, cluster, school}'::text[], p_level)
$$;

create or replace function cqube_replay.place_above(p_level text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select case p_level when 'block' then 'district' when 'cluster' then 'block' when 'school' then 'cluster' end
$$;

-- cQube's school year begins in June.
create or replace function cqube_replay.school_year(p_year integer, p_month integer) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select y || '-' || lpad(((y + 1) % 100)::text, 2, '0') from (select case when p_month < 6 then p_year - 1 else p_year end as y) s
$$;

create or replace function cqube_replay.attendance_object(p_level text, p_year integer, p_month integer) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  v_above text := cqube_replay.place_above(p_level);
  v_month date := make_date(p_year, p_month, 1);
  v_object text;
begin
  execute format($a$
    with place as (
      select %1$s, %2$I_latitude as y_value, %2$I_longitude as z_value,
          round(sum(total_present) * 100.0 / sum(total_working_days), 1) as x_value, sum(students_count)::bigint as students_count,
          count(distinct school_id) as total_schools
        from %3$s
       where year = $1 and month = $2 and total_working_days > 0 and district_name is not null and block_name is not null
         and cluster_name is not null and school_name is not null and block_latitude <> 0 and cluster_latitude <> 0 and school_latitude <> 0
       group by %4$s, %2$I_latitude, %2$I_longitude)
    select json_strip_nulls(json_build_object(
      'data', (select coalesce(json_agg(to_jsonb(p) - '%2$s_id' || jsonb_build_object('x_axis', p.%2$I_id, 'y_axis', 'latitude',
          'z_axis', 'longitude', 'year', $3, 'month', $2, 'data_from_date', to_char($4, 'DD-MM-YYYY'),
          'data_upto_date', to_char($5, 'DD-MM-YYYY')) order by p.%2$I_id), '[]') from place p),
      'all%5$sFooter', (select json_build_object('students', coalesce(sum(students_count), 0), 'schools', coalesce(sum(total_schools), 0)) from place),
      'footer', %6$s))::text$a$,
    cqube_replay.place_columns(p_level, true), p_level, cqube_replay.qualified('school_student_total_attendance'),
    cqube_replay.place_columns(p_level, false), initcap(p_level) || 's',
    case when v_above is null then 'null' else format($f$(select json_object_agg(id, json_build_object('students', students, 'schools', schools)
      order by id) from (select %I_id as id, sum(students_count) as students, sum(total_schools) as schools from place
        where %1$I_id is not null group by 1) f)$f$, v_above) end)
    into v_object using p_year, p_month, cqube_replay.school_year(p_year, p_month), v_month,
      least(greatest(current_date, v_month), (v_month + interval '1 month - 1 day')::date);
  return v_object;
end $$;

create or replace function cqube_replay.attendance_meta_object() returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  v_object text;
begin
  execute format($a$
    select coalesce(json_agg(json_build_object('year', cqube_replay.school_year(year, month), 'month', month,
        'month_name', to_char(make_date(year, month, 1), 'Month'), 'total_districts', districts, 'total_blocks', blocks,
        'total_clusters', clusters, 'total_schools', schools, 'total_students', students,
        'data_from_date', to_char(make_date(year, month, 1), 'DD-MM-YYYY'), 'data_upto_date',
        to_char(least(current_date, (make_date(year, month, 1) + interval '1 month - 1 day')::date), 'DD-MM-YYYY'))
        order by year, month), '[]')::text
      from (select year, month::integer as month, count(distinct district_id) as districts, count(distinct block_id) as blocks,
              count(distinct cluster_id) as clusters, count(distinct school_id) as schools, sum(students_count)::bigint as students
              from %s where year is not null and month between 1 and 12 group by 1, 2) m$a$,
    cqube_replay.qualified('school_student_total_attendance')) into v_object;
  return v_object;
end $$;

-- A pupil sits several exams of a month: of each school and grade the largest number is taken, not the sum.
create or replace function cqube_replay.exam_object(p_level text, p_academic_year text, p_month integer) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  v_above text := cqube_replay.place_above(p_level);
  v_month text := to_char(make_date(2000, p_month, 1), 'FMMonth');
  v_object text;
begin
  execute format($a$
    with result as (
      select *, 'Grade ' || grade as grade_name from %1$s where academic_year = $1 and extract(month from exam_date) = $2),
    sitting as (
      select %2$I_id as id, grade_name, school_id, max(students_attended) as attended, max(students_count) as students from result group by 1, 2, 3),
    grade as (
      select id, grade_name, sum(attended)::bigint as attended, sum(students)::bigint as students, count(distinct school_id) as schools
        from sitting group by 1, 2),
    marks as (
      select %2$I_id as id, grade_name, subject, sum(obtained_marks) as obtained, sum(total_marks) as total from result group by 1, 2, 3),
    grade_marks as (select id, grade_name, sum(obtained) as obtained, sum(total) as total from marks group by 1, 2),
    figures as (
      select g.id, g.grade_name, json_build_object('percentage', round(m.obtained * 100 / nullif(m.total, 0), 1), 'total_schools', g.schools,
          'total_students', g.students, 'students_attended', g.attended) as figure
        from grade g join grade_marks m on m.id = g.id and m.grade_name = g.grade_name),
    place as (
      select %3$s, %2$I_latitude as latitude, %2$I_longitude as longitude, round(sum(obtained_marks) * 100 / nullif(sum(total_marks), 0), 1) as "Performance",
          (select count(distinct s.school_id) from sitting s where s.id = r.%2$I_id) as total_schools,
          (select sum(g.students)::bigint from grade g where g.id = r.%2$I_id) as total_students,
          (select sum(g.attended)::bigint from grade g where g.id = r.%2$I_id) as students_attended, $1 as "Academic Year", $3 as month
        from result r group by %4$s, %2$I_latitude, %2$I_longitude)
    select json_strip_nulls(json_build_object(
      'data', (select coalesce(json_agg(json_build_object('Details', p,
          'Grade Wise Performance', (select json_object_agg(f.grade_name, f.figure order by f.grade_name) from figures f where f.id = p.%2$I_id),
          'Grades', (select json_object_agg(f.grade_name, (select json_object_agg(coalesce(m.subject, 'NA'),
                json_build_object('percentage', round(m.obtained * 100 / nullif(m.total, 0), 1)) order by m.subject)
              from marks m where m.id = f.id and m.grade_name = f.grade_name) order by f.grade_name) from figures f where f.id = p.%2$I_id))
          order by p.%2$I_id), '[]') from place p),
      'All%5$sFooter', (select json_build_object('total_students', coalesce(sum(total_students), 0), 'students_attended',
          coalesce(sum(students_attended), 0), 'total_schools', coalesce(sum(total_schools), 0)) from place),
      'footer', %6$s))::text$a$,
    cqube_replay.qualified('periodic_exam_school_result'), p_level, cqube_replay.place_columns(p_level, true),
    cqube_replay.place_columns(p_level, false), initcap(p_level) || 's',
    case when v_above is null then 'null' else format($f$(select json_object_agg(id, json_build_object('total_students', students,
      'students_attended', attended, 'total_schools', schools) order by id) from (select %I_id as id, sum(total_students) as students,
        sum(students_attended) as attended, sum(total_schools) as schools from place where %1$I_id is not null group by 1) f)$f$, v_above) end)
    into v_object using p_academic_year, p_month, v_month;
  return v_object;
end $$;

create or replace function cqube_replay.exam_meta_object() returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  v_object text;
begin
  execute format($a$
    select coalesce(json_agg(json_build_object('academic_year', academic_year, 'month', months) order by academic_year), '[]')::text
      from (select academic_year, json_agg(to_char(make_date(2000, m, 1), 'FMMonth') order by m) as months
              from (select distinct academic_year, extract(month from exam_date)::integer as m from %s where exam_date is not null) d
             group by academic_year) y$a$,
    cqube_replay.qualified('periodic_exam_school_result')) into v_object;
  return v_object;
end $$;

-- The months whose objects files have changed since they were written last.
create or replace function cqube_replay.due_loads()
returns table (file_id bigint, data_source text, academic_year text, year integer, month integer)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select max(l.file_id), 'student_attendance'::text, null::text, split_part(s.slice_key, '-', 1)::integer, split_part(s.slice_key, '-', 2)::integer
      from cqube_replay.loaded_file l join cqube_replay.loaded_slice s on s.file_id = l.file_id
     where l.outputs_at is null and l.data_source = 'student_attendance' group by 4, 5;
  if exists (select from cqube_replay.loaded_file l where l.outputs_at is null and l.data_source = 'periodic_assessment_test') then
    return query execute format($a$
      select max(l.file_id), 'periodic_assessment_test'::text, r.academic_year::text, null::integer, extract(month from r.exam_date)::integer
        from cqube_replay.loaded_file l join cqube_replay.loaded_slice s on s.file_id = l.file_id
          join %s r on r.exam_code = s.slice_key
       where l.outputs_at is null and l.data_source = 'periodic_assessment_test' and r.exam_date is not null group by 3, 5$a$,
      cqube_replay.qualified('periodic_exam_school_result'));
  end if;
end $$;

create or replace function cqube_replay.record_outputs(p_epoch bigint, p_up_to bigint) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform cqube_replay.check_lease(p_epoch);
  perform cqube_replay.tell_of_files((select min(file_id) from cqube_replay.loaded_file where outputs_at is null), p_up_to);
  update cqube_replay.loaded_file set outputs_at = clock_timestamp() where outputs_at is null and file_id <= p_up_to;
end $$;

-- Files that brought rows of what the run deleted, from each deletion on until somebody deleted the slice again.
create or replace function cqube_replay.files_of_run(p_run_id text) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(jsonb_agg(jsonb_build_object('key', l.object_key, 'dataSource', l.data_source, 'stem', l.stem, 'sha256', l.sha256,
      'lines', l.lines, 'accepted', l.accepted, 'rejects', l.rejects, 'loadedAt', l.loaded_at, 'outputsAt', l.outputs_at,
      'slices', f.slices) order by l.file_id), '[]')
    from (
      select s.file_id, jsonb_agg(jsonb_build_object('key', s.slice_key, 'rows', s.rows) order by s.slice_key) as slices
        from cqube_replay.deletion d join cqube_replay.loaded_slice s on s.data_source = d.data_source and s.slice_key = any (d.keys)
          join cqube_replay.loaded_file l on l.file_id = s.file_id and l.loaded_at > d.finished_at
       where d.run_id = p_run_id and d.state = 'DONE' and not exists (
         select from cqube_replay.fence x join cqube_replay.deletion o
             on (o.run_id, o.document_no, o.data_source) = (x.run_id, x.document_no, x.data_source)
          where (x.data_source, x.slice_key) = (s.data_source, s.slice_key) and o.finished_at > d.finished_at and o.finished_at < l.loaded_at)
       group by s.file_id) f
    join cqube_replay.loaded_file l on l.file_id = f.file_id
$$;
