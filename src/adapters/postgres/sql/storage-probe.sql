-- What was found of the servers of emission buckets.

-- No epoch: `doctor` holds no lease and must not take one, since it is asked while a run is at work. It need not: a row
-- of this table changes no run, deletion or archive, two rows of the same bucket are two findings, and the later counts.
create or replace function cqube_replay.record_storage_probe(p_endpoint text, p_bucket text, p_holds boolean,
  p_most_creators integer, p_creators_kept boolean, p_program_version text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into cqube_replay.storage_probe
      (endpoint, bucket, holds, most_creators, creators_kept, program_version)
    values (p_endpoint, p_bucket, p_holds, p_most_creators, p_creators_kept, p_program_version)
$$;

create or replace function cqube_replay.latest_storage_probe(p_endpoint text, p_bucket text)
returns table (most_creators integer, creators_kept boolean, age_days double precision, program_version text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select most_creators, creators_kept, extract(epoch from clock_timestamp() - probed_at)::double precision / 86400,
      program_version
    from cqube_replay.storage_probe where endpoint = p_endpoint and bucket = p_bucket
   order by probe_no desc limit 1
$$;
