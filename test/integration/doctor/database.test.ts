import {randomBytes} from 'node:crypto'
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest'
import {grantsSql} from '../../../src/adapters/postgres/grants.ts'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import {servers} from '../../support/database.ts'
import {examined, type Examined} from '../../support/examined.ts'
import {createOperator, type Operator} from '../../support/operator.ts'

describe.each(servers)('doctor and the database on $name', ({name}) => {
  const mark = randomBytes(4).toString('hex')
  const [planner, runner, nifi, stranger] = [`planner_${mark}`, `Run "ner' ${mark}`, `nifi_${mark}`, `stranger_${mark}`]
  const quoted = (role: string): string => `"${role.replaceAll('"', '""')}"`
  let operator: Operator
  const inDatabase = (sql: string) => operator.database.query(sql)
  const examinedAs = (role: string): Promise<Examined> => {
    const url = new URL(operator.database.connectionString)
    url.username = encodeURIComponent(role)
    return examined(operator.surroundings(), {DATABASE_URL: url.href})
  }
  const undo: string[] = []

  beforeAll(async () => {
    operator = await createOperator(name)
    await inDatabase(grantsSql({planner, runner, nifi, dataSchema: 'public', catalogue: cqubeCatalogue}))
    await inDatabase(`create role ${stranger}`)
    for (const role of [planner, runner, nifi, stranger]) await inDatabase(`alter role ${quoted(role)} login`)
    await inDatabase('revoke create on schema public from public')
  })
  afterEach(async () => {
    for (const sql of undo.splice(0)) await inDatabase(sql)
  })
  afterAll(async () => {
    const names = [planner, runner, nifi, stranger].map(quoted).join(', ')
    await inDatabase(`drop owned by ${names}`)
    await inDatabase(`drop role ${names}`)
    await operator.remove()
  })

  it('finds nothing to do for a runner of a healthy site', async () => {
    const {named, line, exitCode} = await examinedAs(runner)

    expect(named('failure')).toEqual([])
    expect(named('warning')).toEqual([])
    expect(line('Rights')).toBe(`ok: ${runner} is a runner: it may plan and run.`)
    expect(exitCode).toBe(0)
  })

  it('knows the other roles by what they may do', async () => {
    const lines = [await examinedAs(planner), await examinedAs(nifi), await examined(operator.surroundings())]

    expect(lines.map(({line}) => line('Rights').replaceAll(mark, '…'))).toMatchInlineSnapshot(`
      [
        "note: planner_… is a planner: it may plan, and not run.",
        "note: nifi_… is the role of NiFi: it may execute what was submitted, and neither plan nor run.",
        "note: postgres owns the ledger, so it may do everything, also change what was recorded. Fix: Let the runner connect as a role of its own: \`cqube-replay db grants\` prints its rights.",
      ]
    `)
  })

  it('names a missing right with the statement that gives it', async () => {
    undo.push(`grant select on public.crc_location_trans to ${quoted(runner)}`)
    undo.push(`grant execute on function cqube_replay.submit to ${quoted(runner)}`)
    await inDatabase(`revoke select on public.crc_location_trans from ${quoted(runner)}`)
    await inDatabase(`revoke execute on function cqube_replay.submit from ${quoted(runner)}`)

    const {line, exitCode} = await examinedAs(runner)

    expect(line('Rights').replaceAll(mark, '…')).toMatchInlineSnapshot(
      `"failure: PERMISSION_MISSING: Run "ner' … is a runner and lacks 2 rights. Fix: As the owner run: grant select on "public"."crc_location_trans" to "Run ""ner' …"; grant execute on function cqube_replay.submit to "Run ""ner' …". \`cqube-replay db grants\` prints all of them."`,
    )
    expect(exitCode).toBe(2)
  })

  it('wants the rights of the embedded ingestion where the settings have it', async () => {
    operator.settings({ingestion: {embedded: true}})

    const {line} = await examinedAs(runner)

    operator.settings({})
    expect(line('Rights').replaceAll(mark, '…')).toMatchInlineSnapshot(
      `"failure: PERMISSION_MISSING: Run "ner' … is a runner and lacks 4 rights. Fix: As the owner run: grant execute on function cqube_replay.load_file to "Run ""ner' …"; grant execute on function cqube_replay.record_outputs to "Run ""ner' …"; grant execute on function cqube_replay.remember_file to "Run ""ner' …"; and 1 more. \`cqube-replay db grants\` prints all of them."`,
    )
  })

  it('tells a role without any right what a planner needs, and goes on with the other checks', async () => {
    const {line, named, exitCode} = await examinedAs(stranger)

    expect(line('Rights')).toMatch(
      /^failure: PERMISSION_MISSING: stranger_\w+ has no right in the ledger\. Fix: As the owner run: grant usage on schema /,
    )
    expect(line('Ledger')).toMatch(
      /^failure: PERMISSION_MISSING: The database refused it: permission denied for schema/,
    )
    expect(line('Catalogue')).toBe('skipped: It needs: Ledger.')
    expect(named('ok')).toEqual(expect.arrayContaining(['PostgreSQL', 'Clocks', 'Remote']))
    expect(exitCode).toBe(2)
  })

  it('names what the owner of the ledger lacks on the tables of another', async () => {
    const owner = `ledger_${mark}`
    undo.push('alter schema cqube_replay owner to postgres', `drop owned by ${owner}`, `drop role ${owner}`)
    await inDatabase(`create role ${owner}`)
    await inDatabase(grantsSql({planner, runner, nifi, owner, dataSchema: 'public', catalogue: cqubeCatalogue}))
    await inDatabase(`alter schema cqube_replay owner to ${owner}`)
    const before = await examinedAs(runner)
    await inDatabase(`revoke delete on public.crc_location_trans from ${owner}`)

    const after = await examinedAs(runner)

    expect(before.line("Owner's rights")).toContain('ok: ')
    expect(after.line("Owner's rights").replaceAll(mark, '…')).toMatchInlineSnapshot(
      `"failure: PERMISSION_MISSING: ledger_…, in whose name deletions act, lacks 1 right. Fix: As the owner of the tables run: grant select, delete on "public"."crc_location_trans" to "ledger_…". \`cqube-replay db grants --owner ledger_…\` prints all of them."`,
    )
  })

  it('tells an open row of the stock replay, its age, and what closes it', async () => {
    undo.push('delete from data_replay_meta')
    await inDatabase(
      `insert into data_replay_meta (filename, ff_uuid, cqube_process_status, data_source, created_on)
         values ('data_replay_1.json', 'open-1', 'SUBMITTED', 'crc', localtimestamp - interval '3 hours')`,
    )

    const {line, exitCode} = await examinedAs(runner)

    expect(line('Stock replay')).toMatchInlineSnapshot(
      `"failure: STOCK_REPLAY_ACTIVE: data_replay_1.json is SUBMITTED since 3 h. Fix: Let it finish; close a row that was left behind by: update public.data_replay_meta set cqube_process_status = 'FAILURE' where ff_uuid = 'open-1'"`,
    )
    expect(exitCode).toBe(2)
  })

  it('tells a file that is being processed', async () => {
    undo.push('delete from zip_files_processing')
    await inDatabase(
      `insert into zip_files_processing (zip_file_name, ff_uuid, ingestion_date, status)
         values ('student_attendance_20261101.zip', 'f-1', localtimestamp - interval '10 minutes', 'IN_PROGRESS')`,
    )

    const {line, exitCode} = await examinedAs(runner)

    expect(line('Ingestion')).toMatchInlineSnapshot(
      `"warning: student_attendance_20261101.zip (student_attendance) since 10 min; a deletion of the same data source is refused meanwhile. Fix: Let it finish; close one that was left behind by: update public.zip_files_processing set status = 'KO' where ff_uuid = 'f-1'"`,
    )
    expect(exitCode).toBe(0)
  })

  it('tells a table that the catalogue names and the database has not', async () => {
    undo.push('alter table crc_elsewhere rename to crc_location_trans')
    await inDatabase('alter table crc_location_trans rename to crc_elsewhere')

    const {line} = await examinedAs(runner)

    expect(line('Catalogue')).toMatchInlineSnapshot(
      `"failure: CATALOGUE_DIFFERS: 1 of 10 data sources differ: crc: table "crc_location_trans" does not exist, and the catalogue does not call it optional. Fix: Bring catalogue and del_data_source_details together: see the tables named above."`,
    )
  })

  it('tells a ledger of an older version, and skips what needs it', async () => {
    undo.push('update cqube_replay.ledger set schema_version = 2')
    await inDatabase('update cqube_replay.ledger set schema_version = 1')

    const {line, named, exitCode} = await examinedAs(runner)

    expect(line('Ledger')).toMatchInlineSnapshot(
      `"failure: LEDGER_OLDER: The ledger is of version 1; this program needs version 2. Fix: Run \`cqube-replay db migrate\` as the owner of the database."`,
    )
    expect(named('skipped')).toEqual(expect.arrayContaining(['Catalogue', 'Stock replay', 'Pause', 'Runs']))
    expect(exitCode).toBe(2)
  })

  it('tells a pause, and who is at work', async () => {
    undo.push('delete from cqube_replay.pause', `update cqube_replay.lease set holder = null, expires_at = '-infinity'`)
    await inDatabase(
      `insert into cqube_replay.pause (paused_by, reason, paused_at) values ('asha', 'Server moves', '2026-11-24Z')`,
    )
    await inDatabase(`update cqube_replay.lease set holder = 'nifi-1 (pid 7)', expires_at = '2100-01-01Z'`)

    const {line, exitCode} = await examinedAs(runner)

    expect(line('Pause')).toMatchInlineSnapshot(
      `"failure: PAUSED: Paused by asha since 2026-11-24 00:00:00 +00:00: Server moves. Fix: Run \`cqube-replay resume\`, or set \`paused: false\` in cqube-replay.yaml, when replays may go on."`,
    )
    expect(line('Runner')).toContain('note: nifi-1 (pid 7) is at work; its lease ends 2100-01-01')
    expect(exitCode).toBe(2)
  })

  it('warns where everybody may make tables beside those of cQube', async () => {
    undo.push('revoke create on schema public from public')
    await inDatabase('grant create on schema public to public')

    const {line, exitCode} = await examinedAs(runner)

    expect(line('Schema')).toMatchInlineSnapshot(
      `"warning: Everybody who can connect may make tables in schema public, beside cQube's. Fix: As its owner run: revoke create on schema public from public"`,
    )
    expect(exitCode).toBe(0)
  })

  it('writes nothing: every check passes where writing is forbidden', async () => {
    const readOnly = `${operator.database.connectionString}?options=-c%20default_transaction_read_only%3Don`

    const {named} = await examined(operator.surroundings(), {DATABASE_URL: readOnly})

    expect(named('failure')).toEqual([])
    expect(named('ok')).toContain('Catalogue')
  })
})
