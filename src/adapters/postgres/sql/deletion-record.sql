create or replace function cqube_replay.deletion_record(d cqube_replay.deletion) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object(
    'documentNo', d.document_no, 'dataSource', d.data_source, 'state', d.state, 'keys', to_jsonb(d.keys),
    'sideEffects', d.side_effects, 'startedAt', d.started_at, 'finishedAt', d.finished_at, 'warnings', to_jsonb(d.warnings),
    'failure', (select jsonb_build_object('code', f.code, 'message', f.message, 'at', f.at) from cqube_replay.failure f
        where (f.run_id, f.document_no, f.data_source) = (d.run_id, d.document_no, d.data_source) and d.state <> 'DONE'
        order by f.at desc limit 1),
    'tables', (select coalesce(jsonb_agg(jsonb_build_object('table', t.table_name, 'position', t.position,
        'expected', t.expected, 'deleted', t.deleted, 'archived', t.archived, 'archiveTable', t.archive_table,
        'rowsAfter', t.rows_after, 'tableRows', t.table_rows) order by t.position), '[]') from cqube_replay.deletion_table t
        where (t.run_id, t.document_no, t.data_source) = (d.run_id, d.document_no, d.data_source)))
$$;
