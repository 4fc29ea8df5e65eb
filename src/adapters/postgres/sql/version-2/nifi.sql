-- Deletions that NiFi executes. One that the runner executes itself is never handed over.
alter table cqube_replay.deletion
  add column handed_over_at timestamptz,
  -- Until then NiFi is thought to be at it; 'infinity': it failed, and would fail again.
  add column claimed_until timestamptz,
  -- How often NiFi was given it since it was handed over.
  add column claims integer not null default 0;
create index deletion_handed_over on cqube_replay.deletion (submitted_at)
  where state = 'EMITTED' and handed_over_at is not null;
