-- NiFi's part: it asks what is to be deleted, deletes it, and says why it could not.

-- What the run has emitted is NiFi's from now on, also what it had before and failed in. One that is being executed at this
-- moment is locked, and is left to end.
create or replace function cqube_replay.hand_over(p_epoch bigint, p_run_id text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform cqube_replay.check_lease(p_epoch);
  with mine as (
    select d.run_id, d.document_no, d.data_source from cqube_replay.deletion d
     where d.run_id = p_run_id and d.state = 'EMITTED' for update skip locked
  )
  update cqube_replay.deletion d set handed_over_at = clock_timestamp(), claimed_until = null, claims = 0 from mine m
   where (d.run_id, d.document_no, d.data_source) = (m.run_id, m.document_no, m.data_source);
end $$;

-- Deletions whose document lies in the emission store, each to one asker. Who asked and then died has a minute: then it is
-- given out again, which is safe, since whoever comes second is told what the first one did. Nothing while paused.
create or replace function cqube_replay.next_deletions(p_limit integer)
returns table (run_id text, document_no integer, data_source text, object_key text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with due as (
    select d.run_id, d.document_no, d.data_source from cqube_replay.deletion d
     where d.state = 'EMITTED' and d.handed_over_at is not null
       and coalesce(d.claimed_until, '-infinity') <= clock_timestamp()
       and not exists (select from cqube_replay.pause)
     order by d.submitted_at, d.document_no, d.data_source limit p_limit for update skip locked
  ), claimed as (
    update cqube_replay.deletion d set claimed_until = clock_timestamp() + interval '1 minute', claims = d.claims + 1
      from due where (d.run_id, d.document_no, d.data_source) = (due.run_id, due.document_no, due.data_source)
      returning d.run_id, d.document_no, d.data_source, d.submitted_at
  )
  select c.run_id, c.document_no, c.data_source, o.object_key
    from claimed c join cqube_replay.document o using (run_id, document_no)
   order by c.submitted_at, c.document_no, c.data_source
$$;

-- JDBC passes on the text of an error and not its SQLSTATE, so the text begins with it. Raised anew it has no DETAIL, and
-- no text that may quote a value: both would bring rows into NiFi's bulletins.
create or replace function cqube_replay.execute_deletion(p_run_id text, p_document_no integer, p_data_source text, p_document jsonb)
returns table (table_name text, expected bigint, deleted bigint, archived bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_state text;
  v_text text;
begin
  return query select * from cqube_replay.delete_once(p_run_id, p_document_no, p_data_source, p_document);
exception when others then
  get stacked diagnostics v_state = returned_sqlstate, v_text = message_text;
  raise exception '[%] %', v_state, case when v_state ~ '^(CQ|3F|42|55|57)' then v_text
      else 'The database failed; its own log says why. Nothing was deleted.' end
    using errcode = v_state;
end $$;

-- The first line of the message only: what follows it in an error that NiFi passes on is DETAIL, which holds rows. What
-- would come again however often it is tried (a refusal, wrong data, a missing object or right) is not given out again;
-- anything else may pass, and is tried again soon.
create or replace function cqube_replay.record_failure(p_run_id text, p_document_no integer, p_data_source text, p_code text,
  p_message text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_line text := substring(p_message from '[^\n\r]*');
  -- The runner's own words may quote such a text, and have a code of their own.
  v_told text[] := case when p_code = 'NIFI' then regexp_match(v_line, '\[([0-9A-Z]{5})\] (.*)$') end;
  v_code text := coalesce(v_told[1], p_code);
begin
  -- Of a deletion that nobody submitted nothing is kept: NiFi would try for ever to record what cannot be.
  insert into cqube_replay.failure (run_id, document_no, data_source, code, message)
    select run_id, document_no, data_source, left(v_code, 100), left(coalesce(v_told[2], v_line), 2000)
      from cqube_replay.deletion
     where (run_id, document_no, data_source) = (p_run_id, p_document_no, p_data_source);
  -- Is it being executed at this moment, that decides.
  with mine as (
    select run_id, document_no, data_source from cqube_replay.deletion
     where (run_id, document_no, data_source) = (p_run_id, p_document_no, p_data_source)
       and state = 'EMITTED' and claimed_until < 'infinity' for no key update skip locked
  )
  update cqube_replay.deletion d
     set claimed_until = case when v_code ~ '^(CQ|22|23|42|P0|0A)[0-9A-Z]{3}$' then timestamptz 'infinity'
           else least(d.claimed_until, clock_timestamp() + interval '30 seconds') end
    from mine m where (d.run_id, d.document_no, d.data_source) = (m.run_id, m.document_no, m.data_source);
end $$;

-- How far NiFi is with a deletion. `failure` is the last one since it was handed over.
create or replace function cqube_replay.hand_over_progress(p_run_id text, p_document_no integer, p_data_source text)
returns table (state text, claims integer, is_given_up boolean, is_paused boolean, failure_code text, failure_message text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.state, d.claims, coalesce(d.claimed_until = 'infinity', false),
      exists (select from cqube_replay.pause), f.code, f.message
    from cqube_replay.deletion d left join lateral (
      select code, message from cqube_replay.failure f
       where (f.run_id, f.document_no, f.data_source) = (d.run_id, d.document_no, d.data_source)
         and f.at >= d.handed_over_at order by f.at desc limit 1) f on true
   where (d.run_id, d.document_no, d.data_source) = (p_run_id, p_document_no, p_data_source)
$$;
