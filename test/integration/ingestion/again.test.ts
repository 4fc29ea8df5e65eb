import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {Slice} from '../../../src/core/slice.ts'
import {ReplayError} from '../../../src/core/replay-error.ts'
import {servers} from '../../support/database.ts'
import {attendanceCsv} from '../../support/incoming.ts'
import {ingestionSite, type IngestionSite} from '../../support/ingestion-site.ts'
import {testRunner} from '../postgres/submitted-deletion.ts'

const keyAt = (time: string): string => `student_attendance/student_attendance_${time}.csv`
const [first, second] = [keyAt('20260701093000'), keyAt('20260702093000')]
/** A month of which the fixture has no row. */
const june = {year: '2021-22', month: 6}
const ofJune = 'year = 2021 and month = 6'

describe.each(servers)('files that come again on $name', ({name}) => {
  let site: IngestionSite
  beforeEach(async () => {
    site = await ingestionSite(name)
  })
  afterEach(() => site.remove())

  const marks = (where = ofJune) =>
    site.rows(`select attendance_id, day_1, day_2 from student_attendance_trans where ${where} order by 1`)

  async function remove(slice: Slice): Promise<void> {
    await site.database.query(`update cqube_replay.lease set expires_at = '-infinity'`)
    const deletion = await (await testRunner(site.database)).submit(slice)
    await deletion.execute()
    await site.database.query(`update cqube_replay.lease set expires_at = '-infinity'`)
  }

  it('with the same bytes under another name are told and not loaded', async () => {
    site.emit(first, attendanceCsv([{id: 900_001, ...june}]))
    await site.pass()
    site.emit(second, attendanceCsv([{id: 900_001, ...june}]))

    const told = await site.pass()

    expect(told).toEqual([
      expect.stringMatching(
        /^student_attendance\/student_attendance_20260702093000\.csv: Its \d+ bytes were loaded before, as student_attendance\/student_attendance_20260701093000\.csv, .*; they were not loaded again\.$/,
      ),
    ])
    expect(await site.rows('select count(*) as files from cqube_replay.loaded_file')).toEqual([{files: 1}])
    expect(await site.pass()).toEqual([])
  })

  it('with the same bytes are loaded when their month was deleted in between, but the old name is not', async () => {
    const content = attendanceCsv([{id: 900_001, ...june}])
    site.emit(first, content)
    await site.pass()
    await remove({kind: 'months', dataSource: 'student_attendance', year: 2021, months: [6]})

    const quiet = await site.pass()
    const gone = await marks()
    site.emit(second, content)
    const told = await site.pass()

    expect(quiet).toEqual([])
    expect(gone).toEqual([])
    expect(told).toEqual([expect.stringMatching(/^Loaded .*20260702093000/), expect.stringMatching(/^Wrote 5 /)])
    expect(await marks()).toHaveLength(1)
  })

  it('find days frozen: what is there stays, as cQube has it, and a wholly frozen month is told', async () => {
    site.emit(first, attendanceCsv([{id: 900_001, ...june, mark: 1}]))
    await site.pass()
    site.emit(second, attendanceCsv([{id: 900_001, ...june, mark: 2}]))

    const told = await site.pass()

    expect(told).toEqual([expect.stringMatching(/NOTHING_ACCEPTED.*1 of a month of which cQube has frozen every day/)])
    expect(await marks()).toEqual([{attendance_id: 900_001, day_1: 1, day_2: 1}])
  })

  it('were refused for a frozen month and stay so when that month is deleted: what was deleted must not come back', async () => {
    site.emit(first, attendanceCsv([{id: 900_001, ...june, mark: 1}]))
    await site.pass()
    site.emit(second, attendanceCsv([{id: 900_001, ...june, mark: 2}]))
    await site.pass()
    await remove({kind: 'months', dataSource: 'student_attendance', year: 2021, months: [6]})

    const told = await site.pass()

    expect(told).toEqual([])
    expect(await marks()).toEqual([])
  })

  it('fill the days that were not there, and those alone', async () => {
    const early = attendanceCsv([{id: 900_001, ...june}]).replace(/(\|2021-22\|6\|)[^\n]*/, `$11${'|'.repeat(30)}`)
    site.emit(first, early)
    await site.pass()
    site.emit(second, attendanceCsv([{id: 900_001, ...june, mark: 2}]))

    await site.pass()

    expect(await marks()).toEqual([{attendance_id: 900_001, day_1: 1, day_2: 2}])
  })

  it('are of another year than any hole: they are loaded as cQube does, and named', async () => {
    site.emit(
      first,
      attendanceCsv([
        {id: 900_001, year: '2017-18', month: 2},
        {id: 900_002, year: '2017-18', month: 9},
      ]),
    )

    const [told] = await site.pass()

    expect(told).toContain('2 of 2 lines, into 2017-09, 2018-02')
    expect(await marks('year in (2017, 2018)')).toHaveLength(2)
  })

  it('wait for a deletion of the same data source and do not mix with it', async () => {
    site.emit(first, attendanceCsv([{id: 900_001, ...june}]))
    let told: readonly string[] = []
    await site.database.transaction('write', async (sql) => {
      await sql.query("select cqube_replay.lock_data_source('student_attendance')")

      told = await site.pass()
    })

    expect(told).toEqual([expect.stringMatching(/^LOCK_TIMEOUT: .* was not loaded, the next pass tries again: /)])
    expect(await marks()).toEqual([])
    expect(await site.pass()).toEqual([expect.stringMatching(/^Loaded/), expect.stringMatching(/^Wrote/)])
  })

  it('change while they are read: nothing of them is loaded before they are whole', async () => {
    site.emit(first, attendanceCsv([{id: 900_001, ...june}]))
    const rewrite = () => {
      site.emit(
        first,
        attendanceCsv([
          {id: 900_002, ...june},
          {id: 900_003, ...june},
        ]),
      )
    }

    const told = await site.pass({
      reach: (point) => {
        if (point === 'file-copied') rewrite()
      },
    })
    const between = await marks()
    await site.pass()

    expect(told).toEqual([`${first} changed while it was read; the next pass looks at it again.`])
    expect(between).toEqual([])
    expect((await marks()).map((row) => row['attendance_id'])).toEqual([900_002, 900_003])
  })

  it('are loaded although the output store fails, and their objects are written by the next pass', async () => {
    site.emit(first, attendanceCsv([{id: 900_001, ...june}]))
    let left = 2
    const failing = async (key: string): Promise<void> => {
      if (left-- === 0) throw new ReplayError('OUTPUT_FAILED', `${key}: the disk is full.`)
    }

    const told = await site.pass({replace: failing})
    const next = await site.pass()

    expect(told).toEqual([
      expect.stringMatching(/^Loaded/),
      'OUTPUT_FAILED: attendance/2021-22/6/cluster.json: the disk is full.',
    ])
    expect(next).toEqual(['Wrote 5 output objects of the months that were loaded.'])
    expect([...site.outputs.keys()].sort()).toEqual([
      ...['block', 'cluster', 'district', 'school'].map((level) => `attendance/2021-22/6/${level}.json`),
      'attendance/student_attendance_meta.json',
    ])
    expect(await site.pass()).toEqual([])
  })
})
