import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {applyCatalogue} from '../../../src/adapters/postgres/apply-catalogue.ts'
import {readInstalledCatalogue} from '../../../src/adapters/postgres/catalogue-store.ts'
import {checkLiveCatalogue} from '../../../src/adapters/postgres/live-catalogue.ts'
import {migrate} from '../../../src/adapters/postgres/migrate.ts'
import {readCatalogueFile} from '../../../src/core/catalogue/catalogue-file.ts'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import {servers} from '../../support/database.ts'
import {ledgerDatabase, type LedgerDatabase, type Target} from '../../support/ledger.ts'
import {checksums, failureOf, rowsOf, testRunner} from './submitted-deletion.ts'

const targets: readonly {readonly name: Target}[] = [...servers, {name: 'pglite'}]

describe.each(targets)('the installed catalogue on $name', ({name}) => {
  let database: LedgerDatabase

  beforeEach(async () => {
    database = await ledgerDatabase(name)
  })
  afterEach(() => database.drop())

  const names = cqubeCatalogue.sources.map(({dataSource}) => dataSource)
  const sorted = [...cqubeCatalogue.sources].sort((a, b) => (a.dataSource < b.dataSource ? -1 : 1))
  const apply = async (yaml: string) => {
    const {additions, problems} = readCatalogueFile(
      Buffer.from(yaml),
      'catalogue.yaml',
      await readInstalledCatalogue(database),
    )
    if (additions === null) throw new Error(JSON.stringify(problems))
    return applyCatalogue(database, additions)
  }

  it('is read back as it was installed', async () => {
    expect(await readInstalledCatalogue(database)).toEqual({sources: sorted})
  })

  it('agrees with a cQube of release 3.7', async () => {
    const {differences, notes} = await checkLiveCatalogue(database, names)

    expect(differences).toEqual(Object.fromEntries(names.map((each) => [each, []])))
    expect(notes).toEqual([])
  })

  it('tells every difference from the live database in a sentence, by data source', async () => {
    await database.query(
      `insert into del_data_source_details (data_source, table_name, order_of_execution) values ('crc', 'crc_extra', 4)`,
    )
    await database.query('drop table crc_location_trans')
    await database.query('alter table semester_exam_mst rename column assessment_year to ay')
    await database.query('drop table infrastructure_temp')

    const {differences, notes} = await checkLiveCatalogue(database, [
      'crc',
      'semester',
      'infrastructure',
      'udise',
      'unheard_of',
    ])

    expect({differences, notes}).toMatchInlineSnapshot(`
      {
        "differences": {
          "crc": [
            "crc: table "crc_location_trans" does not exist, and the catalogue does not call it optional.",
            "crc: del_data_source_details names table "crc_extra", which the catalogue does not.",
          ],
          "infrastructure": [],
          "semester": [
            "semester: column "semester_exam_mst.assessment_year", which the catalogue names, does not exist.",
          ],
          "udise": [],
          "unheard_of": [
            "unheard_of: the installed catalogue has no data source of this name.",
          ],
        },
        "notes": [
          "infrastructure: table "infrastructure_temp" does not exist; the catalogue calls it optional.",
        ],
      }
    `)
  })

  it('is not compared with a stock replay that was never installed', async () => {
    await database.query('drop table del_data_source_details')

    const {differences} = await checkLiveCatalogue(database, names)

    expect(Object.values(differences).flat()).toEqual([])
  })

  it("takes an administrator's tables and data sources, which `db migrate` leaves alone", async () => {
    await database.query('create table crc_notes (year int, month int, note text)')
    await database.query(
      `create table midday_meal (served_on timestamp, meals int);\ninsert into midday_meal values ('2021-01-05 23:59:59', 3), ('2021-01-06 00:00:00', 4);\n`,
    )
    const changes = await apply(
      [
        'data_sources:',
        '  crc:',
        '    tables:',
        '      - {table: crc_notes, predicate: columns, columns: [year, month], before: crc_inspection_trans}',
        '  midday_meal:',
        '    kind: dates',
        '    tables:',
        '      - {table: midday_meal, predicate: columns, columns: [served_on]}',
        '      - {table: midday_menu, predicate: columns, columns: [day], optional: true}',
      ].join('\n'),
    )

    expect(changes).toMatchInlineSnapshot(`
      [
        "crc: table "crc_notes" was added at position 3.",
        "midday_meal: new data source, selected by dates.",
        "midday_meal: table "midday_meal" was added at position 1.",
        "midday_meal: table "midday_menu" was added at position 2.",
        "midday_meal: table "midday_menu" does not exist; the catalogue calls it optional.",
      ]
    `)
    const installed = await readInstalledCatalogue(database)
    await migrate(database, {dataSchema: 'public', ledgerId: 'ffffffff', catalogue: cqubeCatalogue})
    expect(await readInstalledCatalogue(database)).toEqual(installed)
    expect(Object.values((await checkLiveCatalogue(database, [...names, 'midday_meal'])).differences).flat()).toEqual(
      [],
    )
    const runner = await testRunner(database)
    await (
      await runner.submit({kind: 'dates', dataSource: 'midday_meal', from: '2021-01-05', to: '2021-01-05'})
    ).execute()
    expect(await database.query('select meals from midday_meal')).toEqual([{meals: 4}])
    expect(await rowsOf(database, `data_replay_meta where data_source = 'midday_meal'`)).toBe(0)
  })

  it('refuses what the database does not have, all of it at once, and installs nothing', async () => {
    await database.query('create table odd (year point, month int)')
    const before = await checksums(database)

    const error = await failureOf(
      apply(
        [
          'data_sources:',
          '  crc:',
          '    tables:',
          '      - {table: nowhere, predicate: columns, columns: [year, month]}',
          '      - {table: odd, predicate: columns, columns: [year, moon]}',
          '      - {table: crc_visits_frequency, predicate: reference, column: school_id, from_table: school_master, from_column: school_id, where: [school_id, block_id]}',
        ].join('\n'),
      ),
    )
    expect(error.code).toBe('CATALOGUE_REFUSED')
    expect(error.message).toMatchInlineSnapshot(
      `"crc: table "nowhere" does not exist, and the catalogue does not call it optional. crc: column "odd.moon", which the catalogue names, does not exist. crc: "crc_visits_frequency" refers to "school_master", which is no table of this data source. Nothing was installed."`,
    )
    const typed = await failureOf(
      apply('data_sources: {crc: {tables: [{table: odd, predicate: columns, columns: [year, month]}]}}'),
    )
    expect(typed.message).toMatchInlineSnapshot(
      `"crc: a slice key cannot be compared with the columns named for "odd" (SQLSTATE 42883). Nothing was installed."`,
    )
    expect(await checksums(database)).toEqual(before)
  })

  it('is left as it is while a deletion of the data source is not finished', async () => {
    const runner = await testRunner(database)
    await database.query('create table crc_notes (year int, month int)')
    const {runId, execute} = await runner.submit({kind: 'months', dataSource: 'crc', year: 2020, months: [3]})
    const file = 'data_sources: {crc: {tables: [{table: crc_notes, predicate: columns, columns: [year, month]}]}}'

    const error = await failureOf(apply(file))

    expect(error.code).toBe('CATALOGUE_IN_USE')
    expect(error.message).toBe(`Deletions are not finished (crc by run ${runId}), so the catalogue was left as it is.`)
    await execute()
    expect(await apply(file)).toEqual(['crc: table "crc_notes" was added at position 4.'])
    expect(await apply(file)).toEqual(['crc: nothing changed.'])
  })
})
