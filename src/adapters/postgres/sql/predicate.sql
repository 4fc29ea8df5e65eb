-- The one predicate. Counting, archiving, deleting and counting again all take its text from here, and nowhere else
-- is a table or a column named. Values arrive as $1: the slice keys, or what a reference was resolved to.

create function cqube_replay.qualified(p_table text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select format('%I.%I', l.data_schema, p_table) from cqube_replay.ledger l
$$;

-- Without a type modifier: a cast to varchar(100) or char(1) would cut a value until it matches something else.
create function cqube_replay.column_type(p_table text, p_column text) returns text
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
create function cqube_replay.key_parts(p_kind text) returns text[]
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select case p_kind
    when 'months' then array[$a$split_part(k, '-', 1)$a$, $a$split_part(k, '-', 2)$a$]
    when 'semesters' then array[$a$split_part(k, '/', 1)$a$, $a$split_part(k, '/', 2)$a$]
    else array['k'] end
$$;

-- A day may lie in a timestamp column of an added table.
create function cqube_replay.column_expression(p_kind text, p_table text, p_column text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select case when p_kind = 'dates' and cqube_replay.column_type(p_table, p_column) <> 'pg_catalog.date'
    then format('%I::pg_catalog.date', p_column) else quote_ident(p_column) end
$$;

-- What matches the keys, in the shape that costs least for each row; a hash table costs twice the scan itself.
-- Several columns: each is one of its values, and only where the keys are not every combination of them the pair is looked up.
-- Dates: between the first and the last, and only where days are missing between them the day is looked up. One column: few
-- values are compared one by one, many are hashed, which "= any" is not before PostgreSQL 14.
create function cqube_replay.columns_match(p_kind text, p_table text, p_columns text[], p_few boolean) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  with part as (
    select i, cqube_replay.column_expression(p_kind, p_table, c) as value, (cqube_replay.key_parts(p_kind))[i] || '::' ||
        case when p_kind = 'dates' then 'pg_catalog.date' else cqube_replay.column_type(p_table, c) end as key_value
      from unnest(p_columns) with ordinality u(c, i)
  ), whole as (
    select format('(%s) in (select %s from unnest($1::text[]) k)',
        string_agg(value, ', ' order by i), string_agg(key_value, ', ' order by i)) as lookup,
      string_agg(format('%s = any (array(select distinct %s from unnest($1::text[]) k))', value, key_value), ' and ' order by i)
        as one_by_one,
      -- "is true" keeps out an index that begins with another column: it would be read once for each value.
      string_agg(format('(%s = any (array(select distinct %s from unnest($1::text[]) k))) is true', value, key_value),
        ' and ' order by i) as each_by_one,
      string_agg(key_value, ', ' order by i) as key_values,
      string_agg(format('count(distinct %s)', key_value), ' * ' order by i) as combinations,
      min(value) as value, min(key_value) as key_value, count(*) as columns
    from part
  )
  select case
    when p_kind = 'dates' then format(
      $a$%1$s between (select min(%2$s) from unnest($1::text[]) k) and (select max(%2$s) from unnest($1::text[]) k)
        and ((select count(distinct %2$s) = max(%2$s) - min(%2$s) + 1 from unnest($1::text[]) k) or %3$s)$a$,
      value, key_value, lookup)
    when columns > 1 then format('%s and ((select count(distinct (%s)) = %s from unnest($1::text[]) k) or %s)',
      each_by_one, key_values, combinations, lookup)
    when p_few then one_by_one
    else lookup end
  from whole
$$;

-- So few values that comparing a row with each is quicker than hashing it.
create function cqube_replay.are_few(p_values text[]) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select coalesce(cardinality(p_values) <= 8, false)
$$;

-- Slice key of a row.
create function cqube_replay.key_expression(p_kind text, p_table text, p_columns text[]) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select case p_kind
    when 'months' then format($a$%I::text || '-' || lpad(%I::text, 2, '0')$a$, p_columns[1], p_columns[2])
    when 'semesters' then format($a$%I::text || '/' || %I::text$a$, p_columns[1], p_columns[2])
    when 'dates' then format($a$to_char(%s, 'YYYY-MM-DD')$a$, cqube_replay.column_expression(p_kind, p_table, p_columns[1]))
    when 'codes' then format('%I::text', p_columns[1])
    else $a$'*'$a$ end
$$;

-- p_values is what $1 will be bound to; only its size matters, and null stands for many.
create function cqube_replay.predicate(p_data_source text, p_table text, p_values text[]) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  c record;
begin
  select s.kind, t.* into strict c
    from cqube_replay.catalogue t join cqube_replay.catalogue_source s on s.data_source = t.data_source
   where t.data_source = p_data_source and t.table_name = p_table;
  case c.predicate
    when 'columns' then
      return cqube_replay.columns_match(c.kind, p_table, c.columns, cqube_replay.are_few(p_values));
    when 'date_parts' then
      perform cqube_replay.column_type(p_table, c.columns[1]);
      return format('(extract(year from %1$I)::int, extract(month from %1$I)::int) in '
        || $a$(select split_part(k, '-', 1)::int, split_part(k, '-', 2)::int from unnest($1::text[]) k)$a$, c.columns[1]);
    when 'reference' then
      return format(case when cqube_replay.are_few(p_values) then '%I = any (array(select v::%s from unnest($1::text[]) v))'
          else '%I in (select v::%s from unnest($1::text[]) v)' end, c.columns[1], cqube_replay.column_type(p_table, c.columns[1]));
    else
      return 'true';
  end case;
end $$;

-- Statement that turns slice keys ($1) into the values of a reference predicate; null for other predicates.
create function cqube_replay.resolution(p_data_source text, p_table text, p_keys text[]) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select format('select coalesce(array_agg(distinct %1$I::text), array[]::text[]) from %2$s where %3$s and %1$I is not null',
    t.reference_column, cqube_replay.qualified(t.reference_table),
    cqube_replay.columns_match(s.kind, t.reference_table, t.reference_where, cqube_replay.are_few(p_keys)))
  from cqube_replay.catalogue t join cqube_replay.catalogue_source s on s.data_source = t.data_source
  where t.data_source = p_data_source and t.table_name = p_table and t.predicate = 'reference'
$$;

-- Keys of every academic year ("*/1"), followed by the ones that the reference table of the source holds.
create function cqube_replay.resolve_keys(p_data_source text, p_keys text[]) returns text[]
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
create function cqube_replay.table_rows(p_table text, out estimate bigint, out bytes bigint, out countable boolean)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select c.reltuples::bigint, pg_table_size(c.oid), pg_table_size(c.oid) < 64 * 1024 * 1024 or c.reltuples <= 0
    from pg_class c where c.oid = to_regclass(cqube_replay.qualified(p_table))
$$;

-- How the tables of a data source are counted, one scan each. role 'keys': (key, rows) by $1 = keys; 'values': (value,
-- rows) by $1 = resolved values; 'reference': (key, values, rows, hit) by $1 = keys, with the siblings that share a value.
-- Where all_rows is true, a row of nulls counts the rest of the table.
create function cqube_replay.count_statements(p_data_source text, p_keys text[] default null)
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
        statement := cqube_replay.grouped_statement('value', format('%I::text', t.columns[1]), t.table_name,
          cqube_replay.predicate(p_data_source, t.table_name, null), all_rows);
      elsif t.table_name = r.reference_table then
        role := 'reference';
        all_rows := true;
        statement := cqube_replay.reference_statement(r.kind, r.reference_table, r.where_columns, r.value_columns,
          cqube_replay.are_few(p_keys));
      else
        statement := cqube_replay.grouped_statement('key', case when t.predicate = 'date_parts'
            then format($a$to_char(%I, 'YYYY-MM')$a$, t.columns[1])
            else cqube_replay.key_expression(t.kind, t.table_name, t.columns) end, t.table_name,
          cqube_replay.predicate(p_data_source, t.table_name, p_keys), all_rows);
      end if;
    end if;
    return next;
  end loop;
end $$;

create function cqube_replay.grouped_statement(p_name text, p_expression text, p_table text, p_predicate text,
  p_all_rows boolean) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select format(case when p_all_rows then 'select case when %1$s then %2$s end as %3$I, count(*) as rows from %4$s group by 1'
      else 'select %2$s as %3$I, count(*) as rows from %4$s where %1$s group by 1' end,
    p_predicate, p_expression, p_name, cqube_replay.qualified(p_table))
$$;

create function cqube_replay.reference_statement(p_kind text, p_table text, p_where text[], p_values text[], p_few boolean) returns text
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
    cqube_replay.columns_match(p_kind, p_table, p_where, p_few),
    cqube_replay.qualified(p_table))
$$;
