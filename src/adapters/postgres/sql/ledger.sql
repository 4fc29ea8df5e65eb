-- The ledger: what was asked, what was submitted, what was deleted. One text for PostgreSQL 10 to 18.
-- Only the owner writes here; everybody else goes through the functions of the files beside this one.
create schema cqube_replay;
create schema cqube_replay_archive;
revoke all on schema cqube_replay, cqube_replay_archive from public;

create table cqube_replay.ledger (
  only_row boolean primary key default true check (only_row),
  ledger_id text not null,
  schema_version integer not null,
  data_schema text not null,
  created_at timestamptz not null default clock_timestamp()
);

create table cqube_replay.catalogue_source (
  data_source text primary key,
  catalogue_name text not null,
  kind text not null check (kind in ('months', 'dates', 'semesters', 'codes', 'all')),
  -- Column of data_replay_meta that takes the codes.
  unlock_column text check (unlock_column in ('exam_code', 'batch_id')),
  -- cQube's own replay knows the source, so a row of data_replay_meta means something to its ingestion.
  stock boolean not null,
  origin text not null check (origin in ('cqube', 'administrator'))
);

create table cqube_replay.catalogue (
  data_source text not null references cqube_replay.catalogue_source,
  position integer not null check (position > 0),
  table_name text not null,
  optional boolean not null,
  transient boolean not null,
  predicate text not null check (predicate in ('columns', 'date_parts', 'reference', 'all')),
  columns text[] not null,
  reference_table text,
  reference_column text,
  reference_where text[],
  primary key (data_source, position),
  unique (data_source, table_name),
  check ((predicate = 'reference') = (reference_table is not null))
);

-- A row, not a session lock: a stopped process keeps a session lock for ever.
create table cqube_replay.lease (
  only_row boolean primary key default true check (only_row),
  epoch bigint not null,
  holder text,
  expires_at timestamptz not null
);
insert into cqube_replay.lease (epoch, holder, expires_at) values (0, null, '-infinity');

create table cqube_replay.pause (
  only_row boolean primary key default true check (only_row),
  paused_by text not null,
  reason text not null,
  paused_at timestamptz not null default clock_timestamp()
);

create table cqube_replay.run (
  run_id text primary key,
  state text not null,
  -- Of the runner that may write to the run now.
  epoch bigint not null,
  runner text not null,
  engine text not null,
  program_version text not null,
  branch text not null,
  commit text not null,
  requested_at timestamptz not null default clock_timestamp(),
  failure_code text,
  failure_message text,
  notes text[] not null default '{}',
  report_commit text
);

create table cqube_replay.run_state (
  run_id text not null references cqube_replay.run,
  state text not null,
  epoch bigint not null,
  runner text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (run_id, state, epoch)
);

create table cqube_replay.request (
  run_id text not null references cqube_replay.run,
  request_id text not null,
  record jsonb not null,
  primary key (run_id, request_id)
);

create table cqube_replay.left_out (
  run_id text not null references cqube_replay.run,
  ordinal integer not null,
  record jsonb not null,
  primary key (run_id, ordinal)
);

create table cqube_replay.document (
  run_id text not null references cqube_replay.run,
  document_no integer not null,
  object_key text not null unique,
  content jsonb not null,
  -- The bytes as emitted; content is the same as a value, since NiFi re-serialises.
  bytes text not null,
  sha256 text not null,
  emitted_at timestamptz,
  primary key (run_id, document_no)
);

create table cqube_replay.deletion (
  run_id text not null,
  document_no integer not null,
  data_source text not null,
  state text not null check (state in ('SUBMITTED', 'EMITTED', 'DONE', 'VOID')),
  keys text[] not null,
  max_rows bigint not null,
  archive boolean not null,
  tolerance_percent numeric not null,
  ignore_open_rows_after interval,
  side_effects jsonb not null,
  submitted_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  finished_at timestamptz,
  warnings text[] not null default '{}',
  primary key (run_id, document_no, data_source),
  foreign key (run_id, document_no) references cqube_replay.document
);
create index deletion_open on cqube_replay.deletion (data_source) where state in ('SUBMITTED', 'EMITTED');

create table cqube_replay.deletion_table (
  run_id text not null,
  document_no integer not null,
  data_source text not null,
  position integer not null,
  table_name text not null,
  expected bigint not null,
  max_rows bigint,
  -- Values that a reference predicate was resolved to; with them the table can be counted again afterwards.
  resolved text[],
  deleted bigint,
  archived bigint,
  archive_table text,
  rows_after bigint,
  primary key (run_id, document_no, data_source, position),
  foreign key (run_id, document_no, data_source) references cqube_replay.deletion
);

-- Which request asks for which slice key in which deletion.
create table cqube_replay.deletion_request (
  run_id text not null,
  document_no integer not null,
  data_source text not null,
  request_id text not null,
  slice_key text not null,
  slice_id text not null,
  repeat_of text,
  primary key (run_id, document_no, data_source, request_id, slice_key),
  foreign key (run_id, document_no, data_source) references cqube_replay.deletion
);

-- Attempts that failed, and why a deletion was voided. No row data: code and our own sentences only.
create table cqube_replay.failure (
  run_id text not null,
  document_no integer not null,
  data_source text not null,
  at timestamptz not null default clock_timestamp(),
  code text not null,
  message text not null,
  foreign key (run_id, document_no, data_source) references cqube_replay.deletion
);

-- The fence: a slice key is deleted once, and again only by a request that names the run of the last time.
create table cqube_replay.fence (
  data_source text not null,
  slice_key text not null,
  repeat_of text not null,
  run_id text not null,
  document_no integer not null,
  primary key (data_source, slice_key, repeat_of)
);

create table cqube_replay.fence_request (
  request_id text not null,
  data_source text not null,
  slice_key text not null,
  slice_id text not null,
  run_id text not null,
  document_no integer not null,
  primary key (request_id, data_source, slice_key)
);

create table cqube_replay.archive (
  archive_table text primary key,
  run_id text not null,
  document_no integer not null,
  data_source text not null,
  table_name text not null,
  columns text[] not null,
  rows bigint not null,
  created_at timestamptz not null default clock_timestamp(),
  dropped_at timestamptz
);

-- Files whose request needs nothing any more, so that pending ones are found without reading old ones.
create table cqube_replay.settled_file (
  path text not null,
  blob text not null,
  request_id text not null,
  primary key (path, blob)
);
