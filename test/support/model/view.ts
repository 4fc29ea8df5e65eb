import type {RowId} from './sources.ts'

/** All that the database holds of it, sorted. */
export interface View {
  readonly live: readonly RowId[]
  /** Every table of the archive schema, whether the ledger knows it or not. */
  readonly archived: readonly {readonly run: string; readonly archive: string; readonly row: RowId}[]
  readonly deletions: readonly {readonly run: string; readonly state: string; readonly deleted: number | null}[]
  readonly fence: readonly {
    readonly source: string
    readonly key: string
    readonly repeatOf: string
    readonly run: string
  }[]
  readonly epoch: number
  readonly expired: boolean
  /** Runs that were closed with a failure, and those whose submission is too old to be adopted. */
  readonly failed: readonly string[]
  readonly aged: readonly string[]
}

/** SQL of `model_view()` and `model_reset()`. */
export const viewFunctions = (tagColumns: readonly (readonly [table: string, column: string])[]): string => `
create function public.model_view() returns jsonb language plpgsql as $$
declare
  t record;
  v_tags jsonb := '${JSON.stringify(Object.fromEntries(tagColumns))}';
  v_table text;
  v_rows jsonb;
  v_archived jsonb := '[]';
  v_live jsonb;
begin
  for t in select tablename as name from pg_tables where schemaname = 'cqube_replay_archive' order by 1 loop
    -- run id, document number, table; the model's names are short enough to stand there whole.
    v_table := substr(t.name, 25);
    execute format('select jsonb_agg(jsonb_build_object(''run'', %L, ''archive'', %L, ''row'', %L || %I)) from cqube_replay_archive.%I',
      left(t.name, 21), t.name, v_table || ':', v_tags->>v_table, t.name) into v_rows;
    v_archived := v_archived || coalesce(v_rows, '[]');
  end loop;
  select jsonb_agg(row order by row) into v_live from (
    ${tagColumns.map(([table, column]) => `select '${table}:' || ${column} as row from public.${table}`).join(' union all ')}) r;
  return jsonb_build_object('live', coalesce(v_live, '[]'), 'archived', v_archived,
    'deletions', (select coalesce(jsonb_agg(jsonb_build_object('run', run_id, 'state', state, 'deleted',
        (select sum(deleted) from cqube_replay.deletion_table x where x.run_id = d.run_id)) order by finished_at, run_id), '[]')
        from cqube_replay.deletion d),
    'fence', (select coalesce(jsonb_agg(jsonb_build_object('source', data_source, 'key', slice_key, 'repeatOf', repeat_of, 'run', run_id)
        order by data_source, slice_key, run_id), '[]') from cqube_replay.fence),
    'failed', (select coalesce(jsonb_agg(run_id order by run_id), '[]') from cqube_replay.run where failure_code is not null),
    'aged', (select coalesce(jsonb_agg(run_id order by run_id), '[]') from cqube_replay.deletion
        where submitted_at < clock_timestamp() - interval '1 day'),
    'epoch', (select epoch from cqube_replay.lease),
    'expired', (select expires_at <= clock_timestamp() from cqube_replay.lease));
end $$;

create function public.model_reset() returns void language plpgsql as $$
declare
  t record;
begin
  for t in select tablename as name from pg_tables where schemaname = 'cqube_replay_archive' loop
    execute format('drop table cqube_replay_archive.%I', t.name);
  end loop;
  foreach t.name in array array['archive', 'hole', 'output', 'deleted_exam_month', 'loaded_slice', 'loaded_file', 'seen_file', 'fence', 'fence_request', 'failure', 'deletion_request', 'deletion_table', 'deletion',
      'document', 'left_out', 'request', 'run_state', 'run', 'settled_file', 'pause'] loop
    execute 'delete from cqube_replay.' || t.name;
  end loop;
  update cqube_replay.lease set epoch = 0, holder = null, expires_at = '-infinity';
  ${[...tagColumns.map(([table]) => table), 'data_replay_meta'].map((table) => `delete from public.${table};`).join(' ')}
end $$;
`
