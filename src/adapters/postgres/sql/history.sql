-- Past runs, page by page, and what they add up to.

-- Runs that fit the filter ({"source", "since", "until", "request"}, each may be missing), newest first, from after the one
-- that the last page ended with.
create or replace function cqube_replay.run_history(p_filter jsonb, p_after_run text, p_limit integer)
returns table (run_id text, requested_at timestamptz, state text, failure_code text, report_commit text, requests bigint,
  left_out bigint, data_sources text[], deletion_states text[], rows_deleted bigint, rows_archived bigint, holes jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with page as (
    select r.* from cqube_replay.run r
     where (p_after_run is null or (r.requested_at, r.run_id)
             < (select a.requested_at, a.run_id from cqube_replay.run a where a.run_id = p_after_run))
       and (p_filter->>'since' is null or r.requested_at >= (p_filter->>'since')::timestamptz)
       and (p_filter->>'until' is null or r.requested_at < (p_filter->>'until')::timestamptz)
       and (p_filter->>'source' is null or exists (select from cqube_replay.deletion d
             where d.run_id = r.run_id and d.data_source = p_filter->>'source'))
       and (p_filter->>'request' is null or r.run_id in (
             select q.run_id from cqube_replay.request q
              where q.record->'paths' ? (p_filter->>'request') or q.request_id = p_filter->>'request'
             union all
             select o.run_id from cqube_replay.left_out o
              where o.record->>'path' = p_filter->>'request' or o.record->>'requestId' = p_filter->>'request'))
     order by r.requested_at desc, r.run_id desc limit p_limit
  )
  select r.run_id, r.requested_at, r.state, r.failure_code, r.report_commit,
      (select count(*) from cqube_replay.request q where q.run_id = r.run_id),
      (select count(*) from cqube_replay.left_out o where o.run_id = r.run_id),
      d.data_sources, d.states, t.deleted, t.archived,
      (select coalesce(jsonb_agg(jsonb_build_object('state', h.state, 'deleted', h.deleted, 'reloaded', h.reloaded,
          'overdue', h.overdue, 'deadline', h.deadline) order by h.data_source, h.slice_key), '[]')
        from cqube_replay.hole h where h.run_id = r.run_id)
    from page r
      cross join lateral (
        select coalesce(array_agg(distinct d.data_source), '{}') as data_sources, coalesce(array_agg(d.state), '{}') as states
          from cqube_replay.deletion d where d.run_id = r.run_id) d
      cross join lateral (
        select coalesce(sum(t.deleted), 0)::bigint as deleted, coalesce(sum(t.archived), 0)::bigint as archived
          from cqube_replay.deletion_table t where t.run_id = r.run_id) t
   order by r.requested_at desc, r.run_id desc
$$;

-- Rows deleted, by the day on the clocks of a zone; days without a run are left out.
create or replace function cqube_replay.deleted_by_day(p_time_zone text, p_since timestamptz, p_until timestamptz, p_source text)
returns table (day text, runs bigint, rows_deleted bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select to_char(r.requested_at at time zone p_time_zone, 'YYYY-MM-DD'), count(distinct r.run_id),
      coalesce(sum(t.deleted), 0)::bigint
    from cqube_replay.run r left join cqube_replay.deletion_table t
      on t.run_id = r.run_id and (p_source is null or t.data_source = p_source)
   where (p_since is null or r.requested_at >= p_since) and (p_until is null or r.requested_at < p_until)
   group by 1 order by 1
$$;

-- Archive tables that were dropped together: a pass of a runner, or one command.
create or replace function cqube_replay.purges(p_since timestamptz, p_until timestamptz, p_limit integer)
returns table (at timestamptz, dropped_by text, dropped_why text, runs text[], tables bigint, rows bigint, bytes bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select max(a.dropped_at), a.dropped_by, a.dropped_why, array_agg(distinct a.run_id), count(*), sum(a.rows)::bigint,
      coalesce(sum(a.bytes), 0)::bigint
    from cqube_replay.archive a
   where a.dropped_at is not null and (p_since is null or a.dropped_at >= p_since) and (p_until is null or a.dropped_at < p_until)
   -- A minute is no time for a person, and longer than what belongs together takes.
   group by date_trunc('minute', a.dropped_at), a.dropped_by, a.dropped_why
   order by 1 desc limit p_limit
$$;

-- The ids that are there to be meant when somebody writes one that is not.
create or replace function cqube_replay.run_ids(p_limit integer) returns table (run_id text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select r.run_id from cqube_replay.run r order by r.requested_at desc, r.run_id desc limit p_limit
$$;
