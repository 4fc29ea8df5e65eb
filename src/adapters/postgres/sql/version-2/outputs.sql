-- What a run did to the objects that cQube's reports read.
create table cqube_replay.output (
  run_id text not null references cqube_replay.run,
  kind text not null check (kind in ('option file', 'view', 'object', 'spanning', 'store')),
  -- A key of the output store, a folder of it, or the name of a view.
  name text not null,
  data_source text,
  period text,
  action text not null check (action in
    ('planned', 'written', 'unchanged', 'refreshed', 'archived', 'kept', 'stale', 'gone', 'failed', 'off')),
  moved_to text,
  objects bigint not null,
  detail text,
  at timestamptz not null default clock_timestamp(),
  primary key (run_id, kind, name)
);
create index output_planned on cqube_replay.output (run_id) where action = 'planned';

-- Of exams the key of a slice tells no academic year and no month, and once the rows are gone nothing does.
create table cqube_replay.deleted_exam_month (
  run_id text not null references cqube_replay.run,
  data_source text not null,
  academic_year text not null,
  month integer not null,
  primary key (run_id, data_source, academic_year, month)
);
