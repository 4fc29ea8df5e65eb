import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {postgresOptions} from '../../../src/adapters/postgres/options.ts'
import {writeOptionFiles} from '../../../src/core/options/option-files.ts'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, type LedgerDatabase, type Target} from '../../support/ledger.ts'

const targets: readonly {readonly name: Target}[] = [...servers, {name: 'pglite'}]

describe.each(targets)('what cQube offers on $name', ({name}) => {
  let database: LedgerDatabase

  beforeAll(async () => {
    database = await ledgerDatabase(name, 'tables')
  })
  afterAll(() => database.drop())

  const files = async () => {
    const {offers} = await postgresOptions(database).offered()
    return Object.fromEntries(
      writeOptionFiles(offers).map(({key, bytes}) => [
        key.replace('data_replay/', ''),
        new TextDecoder().decode(bytes),
      ]),
    )
  }

  it('is nothing where the tables are empty', async () => {
    expect(await files()).toEqual({
      'stud_att_meta.json': '[]',
      'tch_att_meta.json': '[]',
      'crc_meta.json': '[]',
      'pat_meta.json': '[]',
      'diksha_tpd_meta.json': '[]',
      'diksha_data_summary_meta.json': '[{"from_date":null,"to_date":null}]',
      'sat_meta.json': '[]',
    })
  })

  it('is what stands in the tables that the seven files are made of, each value once and in order', async () => {
    for (const who of ['student', 'teacher']) {
      await database.query(
        `insert into school_${who}_total_attendance (school_id, year, month)
           values (1, 2021, 3), (2, 2021, 3), (1, 2020, 11), (1, 2021, 13), (1, 2021, 12)`,
      )
    }
    await database.query(
      'insert into crc_visits_frequency (school_id, year, month) values (1, 2021, 10), (2, 2021, 9), (3, 2021, 9)',
    )
    await database.query(
      `insert into periodic_exam_school_result (academic_year, exam_code, school_id)
         values ('2020-21', 'PAT030229072020', 1), ('2020-21', 'PAT030129072020', 1), ('2020-21', 'PAT030129072020', 2)`,
    )
    await database.query(
      `insert into diksha_tpd_trans (collection_id, uuid, batch_id)
         values ('c', 'u', '046789546783'), ('c', 'u', '03052315462389'), ('c', 'v', '046789546783')`,
    )
    await database.query(
      `insert into diksha_total_content (content_view_date)
         values ('2021-01-31'), ('2021-01-01'), (null), ('infinity')`,
    )
    await database.query(
      `insert into semester_exam_school_result (academic_year, exam_code, school_id, semester)
         values ('2021-22', 'S3', 1, 1), ('2020-21', 'S2', 1, 2), ('2020-21', 'S1', 1, 1), ('2020-21', 'S1', 2, 1),
                ('2020-21', 'S0', 1, null)`,
    )

    const attendance =
      '[{"month":11,"year":2020,"month_name":"November "},{"month":3,"year":2021,"month_name":"March    "},' +
      '{"month":12,"year":2021,"month_name":"December "}]'
    expect(await files()).toEqual({
      'stud_att_meta.json': attendance,
      'tch_att_meta.json': attendance,
      'crc_meta.json':
        '[{"month":9,"year":2021,"month_name":"September"},{"month":10,"year":2021,"month_name":"October  "}]',
      'pat_meta.json': '[{"exam_code":"PAT030129072020"},{"exam_code":"PAT030229072020"}]',
      'diksha_tpd_meta.json': '[{"batch_id":"03052315462389"},{"batch_id":"046789546783"}]',
      'diksha_data_summary_meta.json': '[{"from_date":"1609459200000","to_date":"1612051200000"}]',
      'sat_meta.json': '[{"academic_year":"2020-21","semester":[1, 2]},{"academic_year":"2021-22","semester":[1]}]',
    })
  })

  it('names the months as the database would', async () => {
    const names = await database.query(
      `select to_char(to_date(m::text, 'MM'), 'Month') as name from generate_series(1, 12) m order by m`,
    )
    const months = Array.from({length: 12}, (_, index) => ({year: 2021, month: index + 1}))
    const [file] = writeOptionFiles(new Map([['crc', {kind: 'months', months}]]))
    const rows = JSON.parse(new TextDecoder().decode(file?.bytes)) as {month_name: string}[]

    expect(rows.map(({month_name}) => month_name)).toEqual(names.map((row) => row['name']))
  })

  it('leaves out a data source whose table is missing, and says so', async () => {
    await database.query('drop table crc_visits_frequency')

    const {offers, notes} = await postgresOptions(database).offered()

    expect([...offers.keys()]).not.toContain('crc')
    expect(offers.size).toBe(6)
    expect(notes).toEqual(['crc: table "crc_visits_frequency" does not exist, so it offers nothing.'])
  })
})
