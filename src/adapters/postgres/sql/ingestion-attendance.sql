-- Student attendance as cQube loads it (release-3.7, student_attendance_refresh and the aggregate after it), for the months
-- of the file alone: cQube aggregates every month there is.

create or replace function cqube_replay.load_attendance(p_file_id bigint) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  m record;
  v_rejects jsonb := cqube_replay.drop_unknown_schools('staged_student_attendance')
    || cqube_replay.drop_repeated('staged_student_attendance', '{attendance_id, year, month}');
  v_open integer[];
  v_frozen bigint := 0;
  v_rows bigint;
begin
  for m in select year, month, count(*) as lines from pg_temp.staged_student_attendance group by 1, 2 order by 1, 2 loop
    v_open := cqube_replay.open_days(m.year, m.month);
    if v_open = '{}' then
      v_frozen := v_frozen + m.lines;
      continue;
    end if;
    execute format('insert into %s as t (attendance_id, student_id, school_id, year, month, created_on, updated_on, %s)
        select attendance_id, student_id, school_id, year, month, localtimestamp, localtimestamp, %2$s
          from pg_temp.staged_student_attendance where year = $1 and month = $2
        on conflict (attendance_id, month, year) do update set updated_on = excluded.updated_on, %s',
      cqube_replay.qualified('student_attendance_trans'),
      (select string_agg('day_' || n, ', ' order by n) from unnest(v_open) n),
      (select string_agg(format('day_%s = excluded.day_%1$s', n), ', ' order by n) from unnest(v_open) n))
      using m.year, m.month;
    get diagnostics v_rows = row_count;
    insert into cqube_replay.loaded_slice (file_id, data_source, slice_key, rows)
      values (p_file_id, 'student_attendance', format('%s-%s', m.year, lpad(m.month::text, 2, '0')), v_rows);
    perform cqube_replay.freeze_days(m.year, m.month, v_open);
    perform cqube_replay.aggregate_attendance(m.year, m.month);
  end loop;
  return v_rejects || jsonb_build_object('frozen_month', v_frozen);
end $$;

-- Days of a month that a file may still write. A day is closed when rows have it, when it is a Sunday, and before it has
-- come; a replay deletes the row that says so, which opens all days again.
create or replace function cqube_replay.open_days(p_year integer, p_month integer) returns integer[]
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_meta text := cqube_replay.qualified('student_attendance_meta');
  v_row jsonb;
begin
  execute format('insert into %s (month, year) values ($1, $2) on conflict (month, year) do nothing', v_meta)
    using p_month, p_year;
  execute format('update %s m set %s where month = $1 and year = $2 returning to_jsonb(m)', v_meta,
    (select string_agg(format('day_%s = day_%1$s is distinct from false and %L::boolean', extract(day from d),
        extract(dow from d) <> 0 and d <= current_date), ', ')
      from generate_series(make_date(p_year, p_month, 1), make_date(p_year, p_month, 1) + interval '1 month - 1 day', '1 day') d))
    into v_row using p_month, p_year;
  return array(select n from generate_series(1, 31) n where (v_row->>('day_' || n))::boolean);
end $$;

-- An open day of which no row had anything is closed by the first line that has.
create or replace function cqube_replay.freeze_days(p_year integer, p_month integer, p_open integer[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('update %s m set %s
      from (select %s from pg_temp.staged_student_attendance where year = $1 and month = $2) s
      where m.year = $1 and m.month = $2', cqube_replay.qualified('student_attendance_meta'),
    (select string_agg(format('day_%s = not s.day_%1$s', n), ', ') from unnest(p_open) n),
    (select string_agg(format('coalesce(bool_or(day_%s is not null), false) as day_%1$s', n), ', ') from unnest(p_open) n))
    using p_year, p_month;
end $$;

-- Present is 1, absent 2; other marks are no working day. A row's two sums are one number, so that its days are looked at
-- once; pupils are told apart by a hash, where count(distinct) would sort the rows with all their days.
create or replace function cqube_replay.aggregate_attendance(p_year integer, p_month integer) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_columns text[] := '{school_name, school_latitude, school_longitude, district_id, district_name, district_latitude,
    district_longitude, block_id, block_name, brc_name, block_latitude, block_longitude, cluster_id, cluster_name, crc_name,
    cluster_latitude, cluster_longitude, total_present, total_working_days, students_count, school_management_type,
    school_category, created_on, updated_on}';
begin
  create temporary table loaded_school on commit drop as
    select distinct school_id from pg_temp.staged_student_attendance where year = p_year and month = p_month;
  analyze pg_temp.loaded_school;
  execute format($a$
    insert into %1$s as a (school_id, month, year, %2$s)
    select t.school_id, $2, $1, h.school_name, g.school_latitude, g.school_longitude, g.district_id, h.district_name,
        g.district_latitude, g.district_longitude, g.block_id, h.block_name, 'NA', g.block_latitude, g.block_longitude,
        g.cluster_id, h.cluster_name, h.crc_name, g.cluster_latitude, g.cluster_longitude, t.present,
        t.working, t.students, h.school_management_type, h.school_category, localtimestamp, localtimestamp
      from (select school_id, count(*) as students, sum((marks >> 16)::integer) as present, sum((marks & 65535)::integer) as working
              from (select school_id, student_id, sum(%3$s) as marks from %4$s
                     where year = $1 and month = $2 and school_id in (select school_id from pg_temp.loaded_school)
                     group by school_id, student_id) p
             group by school_id) t
        left join %5$s g on g.school_id = t.school_id
        left join %6$s h on h.school_id = t.school_id
    on conflict (school_id, month, year) do update set %7$s$a$,
    cqube_replay.qualified('school_student_total_attendance'),
    array_to_string(v_columns, ', '),
    (select string_agg(format('case day_%s when 1 then 65537 when 2 then 1 else 0 end', n), ' + ' order by n)
       from generate_series(1, 31) n),
    cqube_replay.qualified('student_attendance_trans'), cqube_replay.qualified('school_geo_master'),
    cqube_replay.qualified('school_hierarchy_details'),
    (select string_agg(format('%s = excluded.%1$s', c), ', ') from unnest(v_columns) c))
    using p_year, p_month;
  drop table pg_temp.loaded_school;
end $$;
