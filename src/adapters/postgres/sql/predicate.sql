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

-- (c1, c2) in (select part1, part2 from unnest($1)): hashed on every version, where "= any" is linear on 10.
create function cqube_replay.columns_match(p_kind text, p_table text, p_columns text[]) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select format('(%s) in (select %s from unnest($1::text[]) k)',
    string_agg(cqube_replay.column_expression(p_kind, p_table, c), ', ' order by i),
    string_agg((cqube_replay.key_parts(p_kind))[i] || '::' ||
      case when p_kind = 'dates' then 'pg_catalog.date' else cqube_replay.column_type(p_table, c) end, ', ' order by i))
  from unnest(p_columns) with ordinality u(c, i)
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

create function cqube_replay.predicate(p_data_source text, p_table text) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  c record;
begin
  select s.kind, t.* into strict c
    from cqube_replay.catalogue t join cqube_replay.catalogue_source s on s.data_source = t.data_source
   where t.data_source = p_data_source and t.table_name = p_table;
  case c.predicate
    when 'columns' then
      return cqube_replay.columns_match(c.kind, p_table, c.columns);
    when 'date_parts' then
      perform cqube_replay.column_type(p_table, c.columns[1]);
      return format('(extract(year from %1$I)::int, extract(month from %1$I)::int) in '
        || $a$(select split_part(k, '-', 1)::int, split_part(k, '-', 2)::int from unnest($1::text[]) k)$a$, c.columns[1]);
    when 'reference' then
      return format('%I in (select v::%s from unnest($1::text[]) v)', c.columns[1], cqube_replay.column_type(p_table, c.columns[1]));
    else
      return 'true';
  end case;
end $$;

-- Statement that turns slice keys ($1) into the values of a reference predicate; null for other predicates.
create function cqube_replay.resolution(p_data_source text, p_table text) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select format('select coalesce(array_agg(distinct %1$I::text), array[]::text[]) from %2$s where %3$s and %1$I is not null',
    t.reference_column, cqube_replay.qualified(t.reference_table),
    cqube_replay.columns_match(s.kind, t.reference_table, t.reference_where))
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
  if not exists (select from unnest(p_keys) k where k like '*/%') then
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

create function cqube_replay.table_rows(p_table text, out rows bigint, out exact boolean, out bytes bigint)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  v_table regclass := to_regclass(cqube_replay.qualified(p_table));
begin
  bytes := pg_table_size(v_table);
  select c.reltuples::bigint into rows from pg_class c where c.oid = v_table;
  -- A scan of a small table costs nothing; a large one that was ever analysed has an estimate good enough for a share.
  exact := bytes < 64 * 1024 * 1024 or rows <= 0;
  if exact then
    execute 'select count(*) from ' || v_table::text into rows;
  end if;
end $$;

-- How the tables of a data source are counted. role 'keys': (key, rows) by $1 = keys; 'values': (value, rows) by
-- $1 = resolved values; 'reference': (key, values, rows, hit) by $1 = keys, with the siblings that share a value.
create function cqube_replay.count_statements(p_data_source text)
returns table (table_name text, "position" integer, missing boolean, optional boolean, transient boolean, role text,
  value_index integer, statement text)
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
    value_index := null; statement := null;
    if missing then
      null;
    elsif t.predicate = 'reference' then
      value_index := array_position(r.value_columns, t.reference_column);
      statement := format('select %I::text as value, count(*) as rows from %s where %s group by 1', t.columns[1],
        cqube_replay.qualified(t.table_name), cqube_replay.predicate(p_data_source, t.table_name));
    elsif t.table_name = r.reference_table then
      role := 'reference';
      statement := cqube_replay.reference_statement(r.kind, r.reference_table, r.where_columns, r.value_columns);
    elsif t.predicate = 'date_parts' then
      statement := format($a$select to_char(%1$I, 'YYYY-MM') as key, count(*) as rows from %2$s where %3$s group by 1$a$,
        t.columns[1], cqube_replay.qualified(t.table_name), cqube_replay.predicate(p_data_source, t.table_name));
    else
      statement := format('select %s as key, count(*) as rows from %s where %s group by 1',
        cqube_replay.key_expression(t.kind, t.table_name, t.columns), cqube_replay.qualified(t.table_name),
        cqube_replay.predicate(p_data_source, t.table_name));
    end if;
    return next;
  end loop;
end $$;

create function cqube_replay.reference_statement(p_kind text, p_table text, p_where text[], p_values text[]) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select format($a$select key, vals as values, rows, hit from (
      select g.*, %1$s as touched from (
        select %2$s as key, array[%3$s] as vals, count(*) as rows, coalesce(bool_or(%4$s), false) as hit
          from %5$s group by 1, 2) g) t where hit or touched$a$,
    (select string_agg(format('bool_or(hit) over (partition by vals[%s]) and vals[%1$s] is not null', i), ' or ')
       from generate_subscripts(p_values, 1) i),
    cqube_replay.key_expression(p_kind, p_table, p_where),
    (select string_agg(format('%I::text', v), ', ' order by i) from unnest(p_values) with ordinality u(v, i)),
    cqube_replay.columns_match(p_kind, p_table, p_where),
    cqube_replay.qualified(p_table))
$$;
