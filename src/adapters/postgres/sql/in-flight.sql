-- Files that cQube's ingestion is processing. By its own books: a file that was begun and not ended is IN_PROGRESS, in
-- zip_files_processing from its arrival, in files_ingestion for each file in it. The stock replay's own files stay so for
-- ever; they begin with no stem of a data source.

-- p_stems: what the names of the data source's files begin with. A row that does not say since when is never old.
create or replace function cqube_replay.files_in_flight(p_stems text[])
returns table (file text, age interval, close_statement text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_zips text := cqube_replay.qualified('zip_files_processing');
  v_files text := cqube_replay.qualified('files_ingestion');
  v_queries text[] := '{}';
begin
  if to_regclass(v_zips) is not null then
    v_queries := v_queries || format('select zip_file_name, null::text, ff_uuid, ingestion_date, %1$L::text
      from %1$s where status = ''IN_PROGRESS''', v_zips);
  end if;
  if to_regclass(v_files) is not null then
    v_queries := v_queries || format('select f.zip_file_name, f.file_name, f.ff_uuid, %1$s, %2$L::text from %2$s f where f.status = ''IN_PROGRESS''',
      case when to_regclass(v_zips) is null then 'null::timestamp'
        else format('(select max(z.ingestion_date) from %s z where z.zip_file_name = f.zip_file_name)', v_zips) end, v_files);
  end if;
  if v_queries = '{}' then
    return;
  end if;
  return query execute format($a$
    select concat_ws(', in it ', name, inner_name), localtimestamp - since::timestamp,
        format('update %%s set status = ''KO'' where ff_uuid = %%L', books, ff_uuid)
      from (%s) open (name, inner_name, ff_uuid, since, books)
     where exists (select from unnest($1) stem
        where left(substring(lower(name) from '[^/]*$'), length(stem)) = stem
           or left(substring(lower(inner_name) from '[^/]*$'), length(stem)) = stem)
     order by since nulls first, 1$a$, array_to_string(v_queries, ' union all '))
    using p_stems;
end $$;

-- Refuses while a file of the data source is being processed: it may hold the rows that are being deleted, and would bring
-- them back right behind the deletion. Nothing keeps a file out that arrives from now on.
-- @returns what was let pass for its age
create or replace function cqube_replay.refuse_files_in_flight(d cqube_replay.deletion) returns text[]
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_open text[];
  v_passed text[];
begin
  select array_agg(line order by age desc nulls first) filter (where not passed), array_agg(line order by age desc) filter (where passed)
    into v_open, v_passed
    from (select age, coalesce(age > d.ignore_files_after, false) as passed,
            format('%s has been IN_PROGRESS for %s (%s)', file,
              coalesce(date_trunc('second', age)::text, 'an unknown time'), close_statement) as line
            from cqube_replay.files_in_flight(d.file_stems)) f;
  if v_open is not null then
    raise exception 'cQube is processing % file(s) of %, so nothing was deleted: %',
      cardinality(v_open), d.data_source, array_to_string(v_open[1:5], '; ') using errcode = 'CQ015';
  end if;
  return coalesce(v_passed, '{}');
end $$;
