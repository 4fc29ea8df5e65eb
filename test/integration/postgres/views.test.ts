import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {openDatabase, type Database} from '../../../src/adapters/postgres/connection.ts'
import {postgresViews} from '../../../src/adapters/postgres/views.ts'
import {viewsSql} from '../../../src/adapters/postgres/views-sql.ts'
import {staleViews} from '../../../src/core/outputs/key-templates.ts'
import {servers} from '../../support/database.ts'
import {connectionOptions} from '../../support/runner.ts'
import {onlyRun, requestText} from '../../support/operator.ts'
import {createOutputSite, type OutputSite} from '../../support/output-site.ts'

const exams = 'periodic_exam_district_all'
const grades = 'periodic_grade_school_all'

describe.each(servers)('materialized views on $name', ({name}) => {
  let site: OutputSite
  let runner: Database
  const suffix = Math.floor(Math.random() * 1e9).toString(36)
  const roles = {runner: `views_runner_${suffix}`, owner: `views_owner_${suffix}`}

  beforeEach(async () => {
    site = await createOutputSite(name, {outputs: {directory: '../outputs', refresh_views: true}})
    await site.loadExams([
      {prefix: 'periodic', code: 'PAT030105052021', academicYear: '2020-21', date: '2021-05-05'},
      {prefix: 'periodic', code: 'PAT030205052021', academicYear: '2020-21', date: '2021-05-05'},
    ])
    const {database} = site
    for (const role of Object.values(roles)) await database.query(`create role ${role} login`)
    await database.query(`grant usage, create on schema public to ${roles.owner}`)
    await database.query(`grant select on periodic_exam_school_result to ${roles.owner}`)
    await database.query(`grant usage on schema cqube_replay, public to ${roles.runner}`)
    await database.query(`grant select on cqube_replay.ledger to ${roles.runner}`)
    await database.query(`grant execute on function cqube_replay.qualified to ${roles.runner}`)
    const owner = openDatabase(
      connectionOptions(site.database.connectionString.replace('postgres@', `${roles.owner}@`)),
    )
    await owner.query(
      `create materialized view ${exams} as select exam_code, count(*) as n from periodic_exam_school_result group by 1`,
    )
    await owner.query(`create materialized view ${grades} as select sum(n) as n from ${exams}`)
    await owner.query(`create materialized view unrelated as select count(*) as n from ${exams}`)
    await owner.query(viewsSql({dataSchema: 'public', runner: roles.runner}))
    await owner.end()
    runner = openDatabase(connectionOptions(site.database.connectionString.replace('postgres@', `${roles.runner}@`)))
  })
  afterEach(async () => {
    await runner.end()
    await site.database.query(`drop owned by ${Object.values(roles).join(', ')}`)
    await site.database.query(`drop role ${Object.values(roles).join(', ')}`)
    await site.remove()
  })

  const rowsIn = async (view: string): Promise<number> => {
    const [row] = await site.database.query(`select coalesce(sum(n), 0)::int as n from ${view}`)
    return Number(row?.['n'])
  }

  it('are found by their names, in the order in which they were made, and others are not', async () => {
    const views = await postgresViews(runner).named(staleViews['periodic_assessment_test'] ?? [])

    expect(views).toEqual([exams, grades])
    expect(await postgresViews(runner).hasHelper()).toBe(true)
  })

  it('are refreshed for a role that owns none of them, and only those', async () => {
    await site.database.query('delete from periodic_exam_school_result')

    await postgresViews(runner).refresh(exams)

    expect(await rowsIn(exams)).toBe(0)
    expect(await rowsIn(grades)).toBe(4)
    await expect(postgresViews(runner).refresh('unrelated')).rejects.toMatchObject({code: 'TABLE_MISSING'})
    await expect(postgresViews(runner).refresh('unrelated; drop table x')).rejects.toMatchObject({
      code: 'TABLE_MISSING',
    })
    await expect(runner.query(`refresh materialized view ${exams}`)).rejects.toMatchObject({code: 'PERMISSION_MISSING'})
  })

  it('with a unique index are refreshed while others read them', async () => {
    await site.database.query(`create unique index on ${exams} (exam_code)`)
    const reader = openDatabase(connectionOptions(site.database.connectionString))
    await site.database.query('delete from periodic_exam_school_result')

    await reader.transaction('write', async (sql) => {
      await sql.query(`select from ${exams}`)
      await postgresViews(runner).refresh(exams)
    })

    await reader.end()
    expect(await rowsIn(exams)).toBe(0)
  })

  it('are refreshed by a run; one that fails is named, and the run goes on', async () => {
    // Its owner loses the right to read what it is made from.
    await site.database.query(`revoke select on periodic_exam_school_result from ${roles.owner}`)
    await site.database.query(`create materialized view periodic_exam_last as select 1 as n`)
    await site.database.query(`alter materialized view periodic_exam_last owner to ${roles.owner}`)
    site.request({'pat.yaml': requestText({periodic_assessment_test: {exam_code: ['PAT030105052021']}})})

    const run = onlyRun(await site.run())

    const views = run.outputs.filter(({kind}) => kind === 'view')
    expect(views.map((view) => [view.name, view.action])).toEqual([
      [exams, 'failed'],
      ['periodic_exam_last', 'refreshed'],
      [grades, 'refreshed'],
    ])
    expect(views[0]?.detail).toContain('PERMISSION_MISSING')
    expect(run.state).toBe('reported')
  })

  it('are named as not refreshed where the helper is not installed', async () => {
    await site.database.query('drop function cqube_replay_refresh_view(text)')
    site.request({'pat.yaml': requestText({periodic_assessment_test: {exam_code: ['PAT030105052021']}})})

    const run = onlyRun(await site.run())

    const views = run.outputs.filter(({kind}) => kind === 'view')
    expect(views.map(({action}) => action)).toEqual(['failed', 'failed'])
    expect(views[0]?.detail).toMatchInlineSnapshot(
      `"The helper that refreshes views is not installed: see \`cqube-replay db views\`."`,
    )
    expect(await rowsIn(grades)).toBe(4)
    expect(run.state).toBe('reported')
  })
})

it('the helper is a text that the owner of the views can review', () => {
  expect(viewsSql({dataSchema: 'public'})).toMatchInlineSnapshot(`
    "-- Lets cqube-replay refresh the materialized views that a deletion leaves stale: \`outputs.refresh_views: true\`.
    -- Run it as the role that owns cQube's materialized views: PostgreSQL lets nobody else refresh them.
    create or replace function "public".cqube_replay_refresh_view(p_view text) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare
      v_view regclass;
      v_concurrently text;
    begin
      select c.oid, case when c.relispopulated and exists (select from pg_index i where i.indrelid = c.oid and i.indisunique
          and i.indisvalid and i.indpred is null and i.indexprs is null) then 'concurrently' else '' end
        into v_view, v_concurrently
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind = 'm' and c.relname = p_view
         and c.relname like any (array[
           'student\\_attendance\\_agg\\_last\\_1\\_day',
           'student\\_attendance\\_agg\\_last\\_7\\_days',
           'student\\_attendance\\_agg\\_last\\_30\\_days',
           'student\\_attendance\\_agg\\_overall',
           'periodic\\_exam\\_%',
           'periodic\\_grade\\_%',
           'stud\\_count\\_school\\_%',
           'school\\_grade\\_enrolment\\_%',
           'semester\\_exam\\_%',
           'semester\\_grade\\_%',
           'sat\\_%']);
      if v_view is null then
        raise exception 'No materialized view % that a replay leaves stale.', p_view using errcode = '42P01';
      end if;
      execute format('refresh materialized view %s %s', v_concurrently, v_view);
    end $$;
    revoke all on function "public".cqube_replay_refresh_view(text) from public;
    grant execute on function "public".cqube_replay_refresh_view(text) to "cqube_replay_runner";
    "
  `)
})
