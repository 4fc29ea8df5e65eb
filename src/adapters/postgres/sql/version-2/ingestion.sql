-- Files of corrected data that the embedded ingestion has met. Their lines are in cQube's tables, never here.

-- One row for each time that a file was loaded.
create table cqube_replay.loaded_file (
  file_id bigint generated always as identity primary key,
  object_key text not null,
  sha256 text not null,
  data_source text not null,
  stem text not null,
  bytes bigint not null,
  -- Below the header: those accepted and the rejects together.
  lines bigint not null,
  accepted bigint not null,
  -- {"unknown_school": 3}
  rejects jsonb not null,
  epoch bigint not null,
  loaded_at timestamptz not null default clock_timestamp(),
  -- When the objects of the output store that follow from it were written.
  outputs_at timestamptz
);
create index loaded_file_sha256 on cqube_replay.loaded_file (sha256);
create index loaded_file_due on cqube_replay.loaded_file (file_id) where outputs_at is null;

-- Rows that the file brought into the transaction table; for a master file, its own rows.
create table cqube_replay.loaded_slice (
  file_id bigint not null references cqube_replay.loaded_file,
  data_source text not null,
  slice_key text not null,
  rows bigint not null,
  primary key (file_id, slice_key)
);
create index loaded_slice_key on cqube_replay.loaded_slice (data_source, slice_key);

-- What lay under a name when it was looked at last: until its size or time changes it is not read again.
create table cqube_replay.seen_file (
  object_key text primary key,
  bytes bigint not null,
  modified_at timestamptz not null,
  sha256 text,
  state text not null check (state in ('LOADED', 'LOADED_BEFORE', 'REFUSED')),
  reason text,
  message text,
  seen_at timestamptz not null default clock_timestamp()
);
