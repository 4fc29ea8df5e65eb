-- Periodic assessment tests as cQube loads them (release-3.7, pat_parameters), for the exams of the file alone.

create or replace function cqube_replay.load_exams(p_file_id bigint) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_rejects jsonb := cqube_replay.drop_repeated('staged_periodic_exam_mst', '{exam_id, assessment_year}');
begin
  perform cqube_replay.upsert_staged('periodic_exam_mst', '{exam_id, assessment_year}');
  insert into cqube_replay.loaded_slice (file_id, data_source, slice_key, rows)
    select p_file_id, 'periodic_assessment_test', exam_code, count(*) from pg_temp.staged_periodic_exam_mst group by exam_code;
  perform cqube_replay.aggregate_exams(array(select distinct exam_code from pg_temp.staged_periodic_exam_mst));
  return v_rejects;
end $$;

create or replace function cqube_replay.load_questions(p_file_id bigint) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_rejects jsonb := cqube_replay.drop_repeated('staged_periodic_exam_qst_mst', '{question_id}');
begin
  perform cqube_replay.upsert_staged('periodic_exam_qst_mst', '{question_id}');
  execute format('insert into cqube_replay.loaded_slice (file_id, data_source, slice_key, rows)
      select $1, ''periodic_assessment_test'', m.exam_code, count(*)
        from pg_temp.staged_periodic_exam_qst_mst s join (select distinct exam_id, exam_code from %s) m on m.exam_id = s.exam_id
       group by m.exam_code', cqube_replay.qualified('periodic_exam_mst')) using p_file_id;
  perform cqube_replay.aggregate_exams(array(select slice_key from cqube_replay.loaded_slice where file_id = p_file_id));
  return v_rejects;
end $$;

create or replace function cqube_replay.load_results(p_file_id bigint) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_rejects jsonb := cqube_replay.drop_unknown_schools('staged_periodic_exam_result_trans')
    || cqube_replay.drop_repeated('staged_periodic_exam_result_trans', '{exam_code, student_uid, question_id}');
begin
  perform cqube_replay.upsert_staged('periodic_exam_result_trans', '{exam_code, student_uid, question_id}');
  insert into cqube_replay.loaded_slice (file_id, data_source, slice_key, rows)
    select p_file_id, 'periodic_assessment_test', exam_code, count(*) from pg_temp.staged_periodic_exam_result_trans group by exam_code;
  perform cqube_replay.aggregate_exams(array(select slice_key from cqube_replay.loaded_slice where file_id = p_file_id));
  return v_rejects;
end $$;

-- A row that is there is changed as a whole; when it was made stays.
create or replace function cqube_replay.upsert_staged(p_table text, p_key text[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_columns text[] := array(select attname::text from pg_attribute
    where attrelid = to_regclass(format('pg_temp.%I', 'staged_' || p_table)) and attnum > 0 order by attnum);
begin
  execute format('insert into %s (%s, created_on, updated_on) select %2$s, localtimestamp, localtimestamp from pg_temp.%I
      on conflict (%s) do update set %s, updated_on = excluded.updated_on', cqube_replay.qualified(p_table),
    (select string_agg(quote_ident(c), ', ') from unnest(v_columns) c), 'staged_' || p_table,
    (select string_agg(quote_ident(k), ', ') from unnest(p_key) k),
    (select string_agg(format('%I = excluded.%1$I', c), ', ') from unnest(v_columns) c where c <> all (p_key)));
end $$;

-- Students, then schools by question, then schools; each table from the one before. Exams whose questions or masters are
-- not there yet get theirs when those come. Schools without a place on the map are in no aggregate of cQube.
create or replace function cqube_replay.aggregate_exams(p_codes text[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_results text := cqube_replay.qualified('periodic_exam_result_trans');
  v_students text := cqube_replay.qualified('periodic_exam_stud_grade_count');
  v_questions text := cqube_replay.qualified('periodic_exam_school_qst_result');
  v_schools text := format('(select h.*, g.school_latitude, g.school_longitude, g.district_latitude, g.district_longitude,
      g.block_latitude, g.block_longitude, g.cluster_latitude, g.cluster_longitude
    from %s h join %s g on g.school_id = h.school_id where h.school_name is not null and h.cluster_name is not null
     and g.school_latitude > 0 and g.school_longitude > 0 and g.cluster_latitude > 0 and g.cluster_longitude > 0)',
    cqube_replay.qualified('school_hierarchy_details'), cqube_replay.qualified('school_geo_master'));
begin
  execute format('insert into %s (exam_code, student_uid, school_id, studying_class)
      select exam_code, student_uid, school_id, max(studying_class) from %s
       where exam_code in (select unnest($1)) group by 1, 2, 3
      on conflict (exam_code, student_uid, school_id) do update set studying_class = excluded.studying_class',
    v_students, v_results) using p_codes;

  execute format($a$
    insert into %1$s (academic_year, exam_code, school_id, question_id, exam_date, grade, subject, indicator, obtained_marks,
        total_marks, students_attended, total_students, %2$s, created_on, updated_on)
    select distinct on (m.assessment_year, r.exam_code, r.school_id, r.question_id)
        m.assessment_year, r.exam_code, r.school_id, r.question_id, m.exam_date, r.grade, m.subject_name, q.indicator,
        r.marks, q.question_marks * r.students, r.students, e.students_count, initcap(h.school_name), h.district_id,
        initcap(h.district_name), h.block_id, initcap(h.block_name), h.cluster_id, initcap(h.cluster_name),
        h.school_management_type, h.school_category, localtimestamp, localtimestamp
      from (select exam_id, exam_code, school_id, studying_class as grade, question_id, sum(obtained_marks) as marks,
              count(distinct student_uid) as students
              from %3$s where exam_code in (select unnest($1)) group by 1, 2, 3, 4, 5) r
        join %4$s q on q.exam_id = r.exam_id and q.question_id = r.question_id
        join %5$s m on m.exam_id = r.exam_id and m.exam_code = r.exam_code
        join %6$s h on h.school_id = r.school_id
        left join %7$s e on e.school_id = r.school_id and e.grade = r.grade
      where q.question_marks * r.students >= r.marks
      order by m.assessment_year, r.exam_code, r.school_id, r.question_id, r.students desc
    on conflict (academic_year, exam_code, school_id, question_id) do update set %8$s$a$,
    v_questions,
    'school_name, district_id, district_name, block_id, block_name, cluster_id, cluster_name, school_management_type, school_category',
    v_results, cqube_replay.qualified('periodic_exam_qst_mst'), cqube_replay.qualified('periodic_exam_mst'), v_schools,
    cqube_replay.grade_enrolment(),
    cqube_replay.all_excluded('{exam_date, grade, subject, indicator, obtained_marks, total_marks, students_attended, total_students,
      school_name, district_id, district_name, block_id, block_name, cluster_id, cluster_name, school_management_type,
      school_category, updated_on}')) using p_codes;

  execute format($a$
    insert into %1$s (academic_year, exam_code, school_id, exam_date, grade, subject, obtained_marks, total_marks,
        students_count, students_attended, %2$s, created_on, updated_on)
    select r.academic_year, r.exam_code, r.school_id, r.exam_date, r.grade, r.subject, r.obtained_marks, r.total_marks,
        r.students_count, s.attended, initcap(h.school_name), h.school_latitude, h.school_longitude, h.district_id,
        initcap(h.district_name), h.district_latitude, h.district_longitude, h.block_id, initcap(h.block_name), h.block_latitude,
        h.block_longitude, h.cluster_id, initcap(h.cluster_name), h.cluster_latitude, h.cluster_longitude,
        h.school_management_type, h.school_category, localtimestamp, localtimestamp
      from (select academic_year, exam_code, school_id, max(exam_date) as exam_date, max(grade) as grade, max(subject) as subject,
              sum(obtained_marks) as obtained_marks, sum(total_marks) as total_marks, max(total_students) as students_count
              from %3$s where exam_code in (select unnest($1)) group by 1, 2, 3) r
        join (select exam_code, school_id, count(distinct student_uid) as attended from %4$s
               where exam_code in (select unnest($1)) group by 1, 2) s on (s.exam_code, s.school_id) = (r.exam_code, r.school_id)
        join %5$s h on h.school_id = r.school_id
    on conflict (academic_year, exam_code, school_id) do update set %6$s$a$,
    cqube_replay.qualified('periodic_exam_school_result'),
    'school_name, school_latitude, school_longitude, district_id, district_name, district_latitude, district_longitude, block_id,
      block_name, block_latitude, block_longitude, cluster_id, cluster_name, cluster_latitude, cluster_longitude,
      school_management_type, school_category',
    v_questions, v_students, v_schools,
    cqube_replay.all_excluded('{exam_date, grade, subject, obtained_marks, total_marks, students_count, students_attended, school_name,
      school_latitude, school_longitude, district_id, district_name, district_latitude, district_longitude, block_id, block_name,
      block_latitude, block_longitude, cluster_id, cluster_name, cluster_latitude, cluster_longitude, school_management_type,
      school_category, updated_on}')) using p_codes;
end $$;

create or replace function cqube_replay.all_excluded(p_columns text[]) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select string_agg(format('%I = excluded.%1$I', c), ', ') from unnest(p_columns) c
$$;

-- Installations of before release-3.3 count no pupils by grade.
create or replace function cqube_replay.grade_enrolment() returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select case when to_regclass(cqube_replay.qualified('school_grade_enrolment')) is null
    then '(select null::bigint as school_id, null::integer as grade, null::integer as students_count where false)'
    else cqube_replay.qualified('school_grade_enrolment') end
$$;
