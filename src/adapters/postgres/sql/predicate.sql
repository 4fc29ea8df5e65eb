-- The one predicate. Counting, archiving, deleting and counting again all take its text from here, and nowhere else
-- is a table or a column named. Values arrive as $1: the slice keys, or what a reference was resolved to.

create or replace function cqube_replay.qualified(p_table text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select format('%I.%I', l.data_schema, p_table) from cqube_replay.ledger l
$$;

-- Without a type modifier: a cast to varchar(100) or char(1) would cut a value until it matches something else.
create or replace function cqube_replay.column_type(p_table text, p_column text) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  v_type text;
begin
  select format('%I.%I', n.nspname, t.typname) into v_type
    from pg_attribute a join pg_type t on t.oid = a.atttypid join pg_namespace n on n.oid = t.typnamespace
   where a.attrelid = to_regclass(cqube_replay.qualified(p_table)) and a.attname = p_column
     and a.attnum > 0 and not a.attisdropped;
  if v_type is null then
    raise exception 'Table % has no column %, which the catalogue names; nothing was deleted.', p_table, p_column
      using errcode = 'CQ010';
  end if;
  return v_type;
end $$;

-- SQL expressions for the parts of slice key k, in the order in which the catalogue lists the columns.
create or replace function cqube_replay.key_parts(p_kind text) returns text[]
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select case p_kind
    when 'months' then array[$a$split_part(k, '-', 1)$a$, $a$split_part(k, '-', 2)$a$]
    when 'semesters' then array[$a$split_part(k, '/', 1)$a$, $a$split_part(k, '/', 2)$a$]
    else array['k'] end
$$;

-- A day may lie in a timestamp column of an added table.
create or replace function cqube_replay.column_expression(p_kind text, p_table text, p_column text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select case when p_kind = 'dates' and cqube_replay.column_type(p_table, p_column) <> 'pg_catalog.date'
    then format('%I::pg_catalog.date', p_column) else quote_ident(p_column) end
$$;

-- The distinct n-th parts of the keys, or the keys themselves without a separator, as an array of the type of p_type.
-- Immutable, so that the planner puts a constant in its place: read row by row it costs what a typed list costs, and its
-- estimates are as good. A semi-join with unnest($1) takes 1.7 to 2 times as long as the scan.
create or replace function cqube_replay.key_values(p_keys text[], p_separator text, p_part integer, p_type anyelement,
  out part_values anyarray)
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
  execute format('select coalesce(array_agg(distinct part::%1$s), array[]::%1$s[]) from (
      select case when $2 is null then k else split_part(k, $2, $3) end as part from unnest($1) k) parts', pg_typeof(p_type))
    into part_values using p_keys, p_separator, p_part;
end $$;

-- The only value of key_values; not a subscript, which PostgreSQL 10 would evaluate for each row.
create or replace function cqube_replay.key_value(p_keys text[], p_separator text, p_part integer, p_type anyelement) returns anyelement
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
  return (cqube_replay.key_values(p_keys, p_separator, p_part, p_type))[1];
end $$;

-- Whether the keys are every combination of their first and second parts, as the months of one year are.
create or replace function cqube_replay.are_all_pairs(p_keys text[], p_separator text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select count(distinct k) = count(distinct split_part(k, p_separator, 1)) * count(distinct split_part(k, p_separator, 2))
    from unnest(p_keys) k
$$;

-- Before PostgreSQL 14 "= any" compares with each value in turn, so that many values are better hashed by "in".
create or replace function cqube_replay.any_is_quick(p_values text[]) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select current_setting('server_version_num')::integer >= 140000 or coalesce(cardinality(p_values) <= 8, false)
$$;

-- What matches the keys, in the shape that costs least for each row. Several columns: each is one of its values, or equals
-- the only one, and the pair is looked up only where not every combination is a key. Dates: between the first and the last,
-- and the day is looked up only where days are missing between them.
create or replace function cqube_replay.columns_match(p_kind text, p_table text, p_columns text[], p_values text[]) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  with part as (
    select i, cqube_replay.column_expression(p_kind, p_table, c) as value, (cqube_replay.key_parts(p_kind))[i] as key_part,
        case when p_kind = 'dates' then 'pg_catalog.date' else cqube_replay.column_type(p_table, c) end as type,
        case p_kind when 'months' then '-' when 'semesters' then '/' end as separator
      from unnest(p_columns) with ordinality u(c, i)
  ), comparison as (
    select part.*, format(case
        when separator is null then '%1$s = any (cqube_replay.key_values(%2$s))'
        when (select count(distinct split_part(k, separator, i::integer)) = 1 from unnest(p_values) k)
          then '%1$s = cqube_replay.key_value(%2$s)'
        -- Before PostgreSQL 17 an index that begins with another column would be read once for each value: "is true" keeps it out.
        when current_setting('server_version_num')::integer < 170000
          then '(%1$s = any (cqube_replay.key_values(%2$s))) is true'
        else '%1$s = any (cqube_replay.key_values(%2$s))' end,
        value, format('$1::text[], %L, %s, null::%s', separator, i, type)) as one_by_one
      from part
  ), whole as (
    select format('(%s) in (select %s from unnest($1::text[]) k)', string_agg(value, ', ' order by i),
        string_agg(key_part || '::' || type, ', ' order by i)) as lookup,
      string_agg(one_by_one, ' and ' order by i) as one_by_one, min(separator) as separator, min(value) as value
    from comparison
  )
  select case
    when p_kind = 'dates' then format($a$%1$s between (select min(k::date) from unnest($1::text[]) k)
        and (select max(k::date) from unnest($1::text[]) k)
        and ((select count(distinct k::date) = max(k::date) - min(k::date) + 1 from unnest($1::text[]) k) or %2$s)$a$, value, lookup)
    when separator is not null then
      format('%s and (cqube_replay.are_all_pairs($1::text[], %L) or %s)', one_by_one, separator, lookup)
    when cqube_replay.any_is_quick(p_values) then one_by_one
    else lookup end
  from whole
$$;

-- Slice key of a row.
create or replace function cqube_replay.key_expression(p_kind text, p_table text, p_columns text[]) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select case p_kind
    when 'months' then format($a$%I::text || '-' || lpad(%I::text, 2, '0')$a$, p_columns[1], p_columns[2])
    when 'semesters' then format($a$%I::text || '/' || %I::text$a$, p_columns[1], p_columns[2])
    when 'dates' then format($a$to_char(%s, 'YYYY-MM-DD')$a$, cqube_replay.column_expression(p_kind, p_table, p_columns[1]))
    when 'codes' then format('%I::text', p_columns[1])
    else $a$'*'$a$ end
$$;

-- p_values is what $1 will be bound to, since the cheapest shape depends on it; null stands for many values.
create or replace function cqube_replay.predicate(p_data_source text, p_table text, p_values text[]) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  c record;
begin
  select s.kind, t.* into strict c
    from cqube_replay.catalogue t join cqube_replay.catalogue_source s on s.data_source = t.data_source
   where t.data_source = p_data_source and t.table_name = p_table;
  case c.predicate
    when 'columns' then
      return cqube_replay.columns_match(c.kind, p_table, c.columns, p_values);
    when 'date_parts' then
      perform cqube_replay.column_type(p_table, c.columns[1]);
      return format('(extract(year from %1$I)::int, extract(month from %1$I)::int) in '
        || $a$(select split_part(k, '-', 1)::int, split_part(k, '-', 2)::int from unnest($1::text[]) k)$a$, c.columns[1]);
    when 'reference' then
      return format(case when cqube_replay.any_is_quick(p_values)
            then '%1$I = any (cqube_replay.key_values($1::text[], null, 1, null::%2$s))'
          else '%1$I in (select v::%2$s from unnest($1::text[]) v)' end,
        c.columns[1], cqube_replay.column_type(p_table, c.columns[1]));
    else
      return 'true';
  end case;
end $$;

-- Statement that turns slice keys ($1) into the values of a reference predicate; null for other predicates.
create or replace function cqube_replay.resolution(p_data_source text, p_table text, p_keys text[]) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select format('select coalesce(array_agg(distinct %1$I::text), array[]::text[]) from %2$s where %3$s and %1$I is not null',
    t.reference_column, cqube_replay.qualified(t.reference_table),
    cqube_replay.columns_match(s.kind, t.reference_table, t.reference_where, p_keys))
  from cqube_replay.catalogue t join cqube_replay.catalogue_source s on s.data_source = t.data_source
  where t.data_source = p_data_source and t.table_name = p_table and t.predicate = 'reference'
$$;

-- Keys of every academic year ("*/1"), followed by the ones that the reference table of the source holds.
create or replace function cqube_replay.resolve_keys(p_data_source text, p_keys text[]) returns text[]
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  t record;
  v_found text[];
begin
  if not exists (select from cqube_replay.catalogue_source where data_source = p_data_source and kind = 'semesters')
      or not exists (select from unnest(p_keys) k where k like '*/%') then
    return p_keys;
  end if;
  for t in select c.table_name, c.columns from cqube_replay.catalogue c
            where c.data_source = p_data_source and c.predicate = 'columns' order by c.position loop
    execute format($a$select array_agg(distinct %1$s) from %2$s
        where %3$I is not null and %4$I::text in (select split_part(k, '/', 2) from unnest($1::text[]) k where k like '*/%%')$a$,
      cqube_replay.key_expression('semesters', t.table_name, t.columns), cqube_replay.qualified(t.table_name),
      t.columns[1], t.columns[2]) into v_found using p_keys;
    p_keys := p_keys || coalesce(v_found, '{}');
  end loop;
  return array(select distinct k from unnest(p_keys) k order by k);
end $$;

-- Size of a table by the server's own books. A small table, or one that was never analysed, is counted with its slices
-- instead, in the same scan; a large one has an estimate good enough for a share.
create or replace function cqube_replay.table_rows(p_table text, out estimate bigint, out bytes bigint, out countable boolean)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select c.reltuples::bigint, pg_table_size(c.oid), pg_table_size(c.oid) < 64 * 1024 * 1024 or c.reltuples <= 0
    from pg_class c where c.oid = to_regclass(cqube_replay.qualified(p_table))
$$;

-- How the tables of a data source are counted, one scan each. role 'keys': (key, rows) by $1 = keys; 'values': (value,
-- rows) by $1 = resolved values; 'reference': (key, values, rows, hit) by $1 = keys, with the siblings that share a value.
-- Where all_rows is true, a row of nulls counts the rest of the table.
create or replace function cqube_replay.count_statements(p_data_source text, p_keys text[] default null)
returns table (table_name text, "position" integer, missing boolean, optional boolean, transient boolean, role text,
  value_index integer, all_rows boolean, estimate bigint, bytes bigint, statement text)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  t record;
  r record;
begin
  select c.reference_table, min(c.reference_where) as where_columns,
         array_agg(distinct c.reference_column order by c.reference_column) as value_columns, max(s.kind) as kind
    into r from cqube_replay.catalogue c join cqube_replay.catalogue_source s on s.data_source = c.data_source
   where c.data_source = p_data_source and c.predicate = 'reference' group by c.reference_table;
  for t in select c.*, s.kind from cqube_replay.catalogue c join cqube_replay.catalogue_source s on s.data_source = c.data_source
            where c.data_source = p_data_source order by c.position loop
    table_name := t.table_name; position := t.position; optional := t.optional; transient := t.transient;
    missing := to_regclass(cqube_replay.qualified(t.table_name)) is null;
    role := case t.predicate when 'reference' then 'values' else 'keys' end;
    value_index := null; statement := null; all_rows := null; estimate := null; bytes := null;
    if not missing then
      select x.estimate, x.bytes, x.countable or t.predicate = 'all' into estimate, bytes, all_rows
        from cqube_replay.table_rows(t.table_name) x;
      if t.predicate = 'reference' then
        value_index := array_position(r.value_columns, t.reference_column);
        statement := cqube_replay.grouped_statement('value', format('%I::text', t.columns[1]), t.table_name, t.columns,
          cqube_replay.predicate(p_data_source, t.table_name, null), all_rows);
      elsif t.table_name = r.reference_table then
        role := 'reference';
        all_rows := true;
        statement := cqube_replay.reference_statement(r.kind, r.reference_table, r.where_columns, r.value_columns,
          p_keys);
      else
        statement := cqube_replay.grouped_statement('key', case when t.predicate = 'date_parts'
            then format($a$to_char(%I, 'YYYY-MM')$a$, t.columns[1])
            else cqube_replay.key_expression(t.kind, t.table_name, t.columns) end, t.table_name, t.columns,
          cqube_replay.predicate(p_data_source, t.table_name, p_keys), all_rows);
      end if;
    end if;
    return next;
  end loop;
end $$;

-- Grouped by the columns as they are: the text of a key is made once for each group, not for each row. Where all rows are
-- read anyway, the predicate judges the groups, too.
create or replace function cqube_replay.grouped_statement(p_name text, p_expression text, p_table text, p_columns text[],
  p_predicate text, p_all_rows boolean) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select format(case
      when p_columns = '{}' then 'select %2$s as %3$I, count(*) as rows from %5$s having count(*) > 0'
      when p_all_rows then 'select case when %1$s then %2$s end as %3$I, sum(rows)::bigint as rows '
        || 'from (select %4$s, count(*) as rows from %5$s group by %4$s) g group by 1'
      else 'select %2$s as %3$I, sum(rows)::bigint as rows '
        || 'from (select %4$s, count(*) as rows from %5$s where %1$s group by %4$s) g group by 1' end,
    p_predicate, p_expression, p_name, (select string_agg(quote_ident(c), ', ' order by i)
      from unnest(p_columns) with ordinality u(c, i)), cqube_replay.qualified(p_table))
$$;

create or replace function cqube_replay.reference_statement(p_kind text, p_table text, p_where text[], p_values text[], p_keys text[])
returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select format($a$
    with judged as (
      select g.*, hit or (%1$s) as wanted from (
        select %2$s as key, array[%3$s] as vals, count(*) as rows, coalesce(bool_or(%4$s), false) as hit
          from %5$s group by 1, 2) g)
    select key, vals as values, rows, hit from judged where wanted
    union all
    select null, null, coalesce(sum(rows), 0)::bigint, false from judged where wanted is not true$a$,
    (select string_agg(format('bool_or(hit) over (partition by vals[%s]) and vals[%1$s] is not null', i), ' or ')
       from generate_subscripts(p_values, 1) i),
    cqube_replay.key_expression(p_kind, p_table, p_where),
    (select string_agg(format('%I::text', v), ', ' order by i) from unnest(p_values) with ordinality u(v, i)),
    cqube_replay.columns_match(p_kind, p_table, p_where, p_keys),
    cqube_replay.qualified(p_table))
$$;
