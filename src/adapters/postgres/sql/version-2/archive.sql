-- How archived rows end. The record outlives them: what was there, when it went, by whom and why.
alter table cqube_replay.archive
  -- As measured when the table was dropped, with its TOAST table.
  add column bytes bigint,
  -- Below the data directory, for whoever wants to see that they are gone from the disk.
  add column files text[],
  add column dropped_by text,
  add column dropped_why text check (dropped_why in ('expired', 'by hand', 'found missing'));
create index archive_of_run on cqube_replay.archive (run_id);
create index archive_kept on cqube_replay.archive (created_at) where dropped_at is null;
create index archive_dropped on cqube_replay.archive (dropped_at) where dropped_at is not null;

-- The owner's word, which no runner can undercut: without it EXECUTE on purge_archives would be the right to destroy, in
-- one call, all that a mistaken deletion could be undone with.
create table cqube_replay.archive_policy (
  only_row boolean primary key default true check (only_row),
  -- Null: only the owner drops an archive.
  keep_at_least_days integer check (keep_at_least_days >= 1)
);
insert into cqube_replay.archive_policy (keep_at_least_days) values (90);
