-- Slices that were deleted and are not loaded again yet.
alter table cqube_replay.run
  -- What its report in Git says is no longer all that the ledger knows.
  add column report_due boolean not null default false;
create index run_report_due on cqube_replay.run (requested_at) where report_due;

alter table cqube_replay.deletion
  -- What each slice key loses, in the table that stands for it: [{"key", "table", "rows"}].
  add column slice_rows jsonb not null default '[]',
  -- What the names of the data source's files begin with; while one is being processed nothing is deleted.
  add column file_stems text[] not null default '{}',
  add column ignore_files_after interval;

create table cqube_replay.hole (
  run_id text not null,
  document_no integer not null,
  data_source text not null,
  slice_key text not null,
  -- Whose rows are compared.
  table_name text not null,
  deleted bigint not null,
  reloaded bigint not null default 0,
  state text not null default 'awaited'
    check (state in ('awaited', 'partly_reloaded', 'reloaded', 'settled', 'deleted_again', 'given_up')),
  overdue boolean not null default false,
  watched boolean not null default true,
  opened_at timestamptz not null default clock_timestamp(),
  counted_at timestamptz,
  changed_at timestamptz,
  closed_at timestamptz,
  deadline timestamptz,
  primary key (run_id, data_source, slice_key),
  foreign key (run_id, document_no, data_source) references cqube_replay.deletion
);
create index hole_of_slice on cqube_replay.hole (data_source, slice_key);
create index hole_watched on cqube_replay.hole (data_source, table_name) where watched;
