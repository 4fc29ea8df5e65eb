import {staleViews} from '../../core/outputs/key-templates.ts'
import {defaultRoles, identifier} from './grants.ts'

/** In the schema of cQube's tables: the owner of the views may create nothing in the ledger's. */
export const refreshHelper = 'cqube_replay_refresh_view'

const pattern = (name: string): string =>
  name.endsWith('*') ? `${name.slice(0, -1).replaceAll('_', '\\_')}%` : name.replaceAll('_', '\\_')

/**
 * The statements that `db views` prints for the owner of cQube's materialized views to read and run; repeated they
 * change nothing.
 * @throws {ReplayError} USAGE for a name that no sane role has
 */
export function viewsSql({dataSchema, runner}: {readonly dataSchema: string; readonly runner?: string}): string {
  const schema = identifier(dataSchema)
  const helper = `${schema}.${refreshHelper}`
  const patterns = Object.values(staleViews)
    .flat()
    .map((name) => `'${pattern(name)}'`)
  return `-- Lets cqube-replay refresh the materialized views that a deletion leaves stale: \`outputs.refresh_views: true\`.
-- Run it as the role that owns cQube's materialized views: PostgreSQL lets nobody else refresh them.
create or replace function ${helper}(p_view text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_view regclass;
  v_concurrently text;
begin
  select c.oid, case when c.relispopulated and exists (select from pg_index i where i.indrelid = c.oid and i.indisunique
      and i.indisvalid and i.indpred is null and i.indexprs is null) then 'concurrently' else '' end
    into v_view, v_concurrently
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = '${dataSchema.replaceAll("'", "''")}' and c.relkind = 'm' and c.relname = p_view
     and c.relname like any (array[
       ${patterns.join(',\n       ')}]);
  if v_view is null then
    raise exception 'No materialized view % that a replay leaves stale.', p_view using errcode = '42P01';
  end if;
  execute format('refresh materialized view %s %s', v_concurrently, v_view);
end $$;
revoke all on function ${helper}(text) from public;
grant execute on function ${helper}(text) to ${identifier(runner ?? defaultRoles.runner)};
`
}
