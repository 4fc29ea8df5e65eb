-- Looking back over many runs.
-- Rows that the table had, about, when the plan counted it: with them a reader sees how large a part was deleted.
alter table cqube_replay.deletion_table add column table_rows bigint;
create index run_requested on cqube_replay.run (requested_at, run_id);
create index request_id on cqube_replay.request (request_id);
create index request_paths on cqube_replay.request using gin ((record->'paths'));
create index left_out_path on cqube_replay.left_out ((record->>'path'));
create index left_out_request on cqube_replay.left_out ((record->>'requestId'));
