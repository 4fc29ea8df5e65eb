import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {contentOf, createSite, settled, type Site} from '../support/command-line.ts'

let site: Site
beforeEach(async () => {
  site = await createSite()
  await site.run('db', 'migrate')
})
afterEach(async () => {
  await site.remove()
})

const march = `# Asked for by the district office
reason: March 2021 student attendance was emitted twice by three districts
replay:
  student_attendance: {year: "2021", months: ["03"]} # both weeks
  diksha_tpd: {batch_id: ["030523154015838"]}
`

describe('cqube-replay plan', () => {
  it('shows the deletions first, then everything that a run would do beside them', async () => {
    site.write('replay-requests/march.yaml', march)
    const static_ = 'reason: The school list was replaced by a new one\nreplay:\n  static: {selection: yes}\n'
    site.write('replay-requests/static.yaml', static_)
    const before = await contentOf(site.database)

    const {exitCode, stdout} = await site.run('plan')

    expect(settled(stdout)).toMatchInlineSnapshot(`
      "A run would delete 901 rows for 1 request. 1 request would be left out.
      Counted <time> in the database of ledger <ledger>.

      replay-requests/march.yaml
        March 2021 student attendance was emitted twice by three districts
        student_attendance: March 2021
        diksha_tpd: code 030523154015838

        Delete  Table                            Share of the table
             1  student_attendance_meta          4.17 % of 24
           480  student_attendance_trans         4.17 % of 11,520
            60  school_student_total_attendance  4.17 % of 1,440
            60  diksha_tpd_staging               25 % of 240
            60  diksha_tpd_content_temp          25 % of 240
           180  diksha_tpd_agg                   25 % of 720
            60  diksha_tpd_trans                 8.33 % of 720
           901  in all
        No such rows in student_attendance_staging_1, student_attendance_staging_2,
        student_attendance_temp.

        Row contract: missing, so a run would refuse it. \`cqube-replay plan --write\` adds it.

      replay-requests/static.yaml
        The school list was replaced by a new one
        static: everything (full refresh)

        Delete  Table                     Share of the table
             6  block_tmp                 100 % of 6
             6  block_mst                 100 % of 6
             3  district_tmp              100 % of 3
             3  district_mst              100 % of 3
            12  cluster_tmp               100 % of 12
            12  cluster_mst               100 % of 12
            60  school_master             100 % of 60
            60  school_tmp                100 % of 60
            61  school_hierarchy_details  100 % of 61
            60  school_geo_master         100 % of 60
           283  in all

        Would be left out: FULL_REFRESH_NOT_ALLOWED. static: a full refresh deletes every row, and
        limits.full_refresh does not name it (it allows: udise).

      Side effect: diksha_tpd also removes 180 rows of diksha_tpd_agg that 2 slices nobody selected have a
      share in: 03052315462389, 046789546783.

      In all, each row once: 901 rows in 2 deletions, about 1 second, archive about <size>.

      A run would emit:
        cqube_replay/<run id>_01.json
          {"run_id":"<run id>","document":1,"format_version":1,"student_attendance":{"year":"2021","months":["03"]},"diksha_tpd":{"batch_id":["030523154015838"]}}
      "
    `)
    expect(exitCode).toBe(2)
    expect(await contentOf(site.database)).toBe(before)
  })

  it('writes the row contract and keeps every other byte', async () => {
    site.write('replay-requests/march.yaml', march)

    const first = await site.run('plan', '--write', 'replay-requests/march.yaml')
    const written = site.read('replay-requests/march.yaml')
    const second = await site.run('plan', '--write')

    expect(settled(written)).toBe(
      `${march}expect:\n  planned_at: <time>\n  ledger: <ledger>\n  rows:\n    student_attendance: 541\n    diksha_tpd: 360\n`,
    )
    expect(first.stdout).toContain('Row contract written:\n  replay-requests/march.yaml\n')
    expect(second.stdout).toContain('Row contract: holds.')
    expect(site.read('replay-requests/march.yaml')).toBe(written)
    expect([first.exitCode, second.exitCode]).toEqual([0, 0])
  })

  it('mends a broken contract, and leaves a broken request as it is', async () => {
    site.write('replay-requests/march.yaml', `${march}expect: {rows: {crc: 1}}\n`)
    site.write('replay-requests/wrong.yaml', march.replace('"03"', '"13"'))

    const {exitCode, stdout} = await site.run('plan', '--write')

    expect(site.read('replay-requests/march.yaml')).toContain('student_attendance: 541')
    expect(site.read('replay-requests/wrong.yaml')).toBe(march.replace('"03"', '"13"'))
    expect(stdout).toContain('MONTH_OUT_OF_RANGE')
    expect(exitCode).toBe(1)
  })

  it('refuses a contract that no longer fits, and counts nothing less for it', async () => {
    site.write('replay-requests/march.yaml', march)
    await site.run('plan', '--write')
    site.write('replay-requests/march.yaml', site.read('replay-requests/march.yaml').replace('541', '540'))

    const {exitCode, stdout} = await site.run('plan', '--json')

    const plan = JSON.parse(stdout) as {requests: unknown[]; totals: {rows: number}}
    expect(plan).toMatchObject({
      version: 1,
      command: 'plan',
      requests: [{paths: ['replay-requests/march.yaml'], rows: 901, refusal: {reason: 'ROWS_CHANGED_SINCE_PLAN'}}],
      totals: {rows: 0},
    })
    expect(exitCode).toBe(2)
  })
})

describe('a plan that cannot be made', () => {
  it('shows no password when the database is down', async () => {
    site.environment['DATABASE_URL'] = 'postgresql://cqube:hunter2@127.0.0.1:1/cqube'

    const {exitCode, stdout, stderr} = await site.run('plan')

    expect(stderr).toMatchInlineSnapshot(`
      "DATABASE_UNREACHABLE: The database cannot be reached (ECONNREFUSED).
      Fix: Check PGHOST, PGPORT, PGUSER, PGDATABASE or DATABASE_URL and that the server runs; then run again.
      "
    `)
    expect({exitCode, stdout}).toEqual({exitCode: 3, stdout: ''})
  })

  it.each(['not-a-url hunter2', 'postgresql://cqube:hunter2@127.0.0.1:nowhere/cqube', 'postgresql://x:hunter2@[::1/'])(
    'shows no password when DATABASE_URL is %s',
    async (url) => {
      site.environment['DATABASE_URL'] = url

      const {exitCode, stdout, stderr} = await site.run('plan')

      expect(stderr).toContain('DATABASE_UNREACHABLE: DATABASE_URL is no address')
      expect(stdout + stderr).not.toContain('hunter2')
      expect(exitCode).toBe(3)
    },
  )

  it('tells every mistake of the settings', async () => {
    site.write('cqube-replay.yaml', 'paused: maybe\nrun: {lease_seconds: 1}\n')

    const {exitCode, stderr} = await site.run('plan')

    expect(stderr).toMatchInlineSnapshot(`
      "SETTINGS_INVALID: cqube-replay.yaml has 2 mistakes; nothing was started.
      cqube-replay.yaml:1:9 at /paused
        SETTINGS_NOT_A_SWITCH: \`paused\` is "maybe", which is neither \`true\` nor \`false\`.
        Fix: Write \`true\` or \`false\`.
      cqube-replay.yaml:2:22 at /run/lease_seconds
        SETTINGS_OUT_OF_RANGE: \`lease_seconds\` is 1; it can be from 15 to 3600.
        Fix: Write a number from 15 to 3600.
      Fix: Correct cqube-replay.yaml as said above.
      "
    `)
    expect(exitCode).toBe(1)
  })
})
