import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {countSource} from '../../../src/adapters/postgres/counter.ts'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, type LedgerDatabase} from '../../support/ledger.ts'
import {checksums, failureOf, rowsOf, testRunner, type TestRunner} from './submitted-deletion.ts'

const naughtyStrings = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('big-list-of-naughty-strings/blns.json'), 'utf8'),
) as string[]

const payloads = [
  "x' or '1'='1",
  "x') or true --",
  "'); delete from school_master; --",
  "'; truncate diksha_tpd_trans; select '",
  "PAT010101012021', 'PAT010201012021",
  '$1',
  '$1::text[]) v) or true --',
  '$a$; drop schema cqube_replay cascade; $a$',
  '%I %L %s %1$s',
  '%',
  '_',
  '*',
  '*/1',
  '{a,b}',
  '{}',
  '{"03052315462389"}',
  'NULL',
  '"',
  '\\',
  "\\' or 1=1 --",
  "E'\\x27'",
  '${batch_id}',
  '${literal("x"):replace("x","y")}',
  'x\n; delete from diksha_tpd_trans;\n',
]

const hostile = [...new Set([...naughtyStrings, ...payloads])].filter(
  (text) => Buffer.from(text).toString() === text && !text.includes('\0'),
)
const asked = hostile.filter((_, index) => index % 2 === 0)
const spared = hostile.filter((_, index) => index % 2 === 1)
const short = (texts: readonly string[]) => texts.filter((text) => Array.from(text).length <= 100)

describe.each(servers)('slice keys that were made to hurt on $name', ({name}) => {
  let database: LedgerDatabase
  let runner: TestRunner

  beforeAll(async () => {
    database = await ledgerDatabase(name)
    runner = await testRunner(database)
    const fill = (into: string, values: string, texts: readonly string[]) =>
      database.query(`insert into ${into} select ${values} from unnest($1::text[]) with ordinality u(v, n)`, [texts])
    await fill('diksha_tpd_trans (collection_id, batch_id, uuid)', `v, v, 'naughty'`, hostile)
    await fill(
      'diksha_tpd_agg (collection_id, collection_name, enrolled_date, school_id)',
      `v, v, date '2021-01-01', n`,
      hostile,
    )
    await fill('periodic_exam_mst (exam_id, assessment_year, exam_code)', `900000 + n, '2099-00', v`, short(hostile))
    await fill('periodic_exam_qst_mst (question_id, exam_id)', '900000 + n, 900000 + n', short(hostile))
    await fill('periodic_exam_result_trans (student_uid, question_id, exam_code)', 'n, n, v', short(hostile))
  })
  afterAll(() => database.drop())

  const left = async (table: string, column: string, where: string) =>
    (await database.query(`select ${column} as v from ${table} where ${where}`)).map((row) => String(row['v'])).sort()
  const untouched = async (prefix: string) => {
    const sums = Object.entries(await checksums(database))
    return Object.fromEntries(
      sums.filter(([table]) => table.startsWith('public.') && !table.startsWith(`public.${prefix}`)),
    )
  }

  it('are counted one by one as themselves', async () => {
    for (const text of payloads) {
      const count = await countSource(database, 'diksha_tpd', [text])
      const counted = Object.fromEntries(count?.tables.map(({table, groups}) => [table, groups]) ?? [])
      expect(counted['diksha_tpd_trans'], text).toEqual([{keys: [text], rows: 1}])
      expect(counted['diksha_tpd_agg'], text).toEqual([{keys: [text], rows: 1}])
    }
  })

  it('delete batches of exactly that name and nothing else', async () => {
    const before = await untouched('diksha_tpd')
    const ordinary = await rowsOf(database, `diksha_tpd_trans where uuid <> 'naughty'`)
    const deletion = await runner.submit({kind: 'codes', dataSource: 'diksha_tpd', codes: asked})

    await deletion.execute()

    expect({...(await untouched('diksha_tpd')), 'public.data_replay_meta': ''}).toEqual({
      ...before,
      'public.data_replay_meta': '',
    })
    expect(await left('diksha_tpd_trans', 'batch_id', `uuid = 'naughty'`)).toEqual([...spared].sort())
    expect(await left('diksha_tpd_agg', 'collection_id', `collection_id = collection_name`)).toEqual([...spared].sort())
    expect(await rowsOf(database, `diksha_tpd_trans where uuid <> 'naughty'`)).toBe(ordinary)
    expect(deletion.expected['diksha_tpd_trans']).toBe(asked.length)
  })

  it('delete exams of exactly that code and nothing else, and one too long for the column matches none', async () => {
    const before = await untouched('periodic_exam')
    const ordinary = await rowsOf(database, `periodic_exam_mst where assessment_year <> '2099-00'`)
    const questions = await rowsOf(database, 'periodic_exam_qst_mst where question_id <= 900000')
    const deletion = await runner.submit({kind: 'codes', dataSource: 'periodic_assessment_test', codes: asked})

    await deletion.execute()

    const after = await untouched('periodic_exam')
    expect({...after, 'public.data_replay_meta': ''}).toEqual({...before, 'public.data_replay_meta': ''})
    expect(await left('periodic_exam_mst', 'exam_code', `assessment_year = '2099-00'`)).toEqual(short(spared).sort())
    expect(await rowsOf(database, `periodic_exam_mst where assessment_year <> '2099-00'`)).toBe(ordinary)
    expect(await rowsOf(database, 'periodic_exam_qst_mst where question_id <= 900000')).toBe(questions)
    expect(await rowsOf(database, 'periodic_exam_qst_mst where question_id > 900000')).toBe(short(spared).length)
  })

  it('what they wrote into data_replay_meta names these codes and no other', async () => {
    const [row] = await database.query(
      `select exam_code from data_replay_meta where data_source = 'periodic_assessment_test'`,
    )

    expect((JSON.parse(String(row?.['exam_code'])) as string[]).sort()).toEqual([...asked].sort())
  })

  it('as a key of months, days or semesters they are refused by type, and no row is touched', async () => {
    const before = await checksums(database)
    const odd = payloads.filter((text) => text !== '*/1')

    for (const dataSource of ['student_attendance', 'crc', 'diksha_summary_rollup', 'semester']) {
      for (const text of odd) {
        const outcome = await countSource(database, dataSource, [text]).then(
          (count) => count?.tables.flatMap(({groups}) => groups),
          () => [],
        )
        expect(outcome, `${dataSource} ${text}`).toEqual([])
      }
    }
    expect(await checksums(database)).toEqual(before)
  })

  it('a NUL is refused by the database', async () => {
    const slice = {kind: 'codes', dataSource: 'diksha_tpd', codes: ['a\0b']} as const

    expect(await failureOf(runner.submit(slice))).toMatchObject({code: 'DATABASE_FAILED'})
  })

  it('as names they find no data source and no table', async () => {
    const before = await checksums(database)

    for (const text of payloads) {
      expect(await countSource(database, text, ['x'])).toBeNull()
      await failureOf(database.query('select cqube_replay.predicate($1, $2, null)', [text, text]))
      const error = await failureOf(
        database.query('select * from cqube_replay.execute_deletion($1, 1, $1, $2)', [text, '{}']),
      )
      expect(error.code).toBe('DELETION_UNKNOWN')
    }
    expect(await checksums(database)).toEqual(before)
  })
})
