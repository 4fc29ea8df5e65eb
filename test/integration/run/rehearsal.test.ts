import {readdirSync} from 'node:fs'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {servers} from '../../support/database.ts'
import {createOperator, onlyRun, requestText, type Operator} from '../../support/operator.ts'
import {checksums} from '../postgres/submitted-deletion.ts'

const figures = (runs: Awaited<ReturnType<Operator['run']>>) =>
  onlyRun(runs).deletions.map(({dataSource, state, keys, tables}) => ({
    dataSource,
    state,
    keys,
    tables: tables.map(({table, expected, deleted, archived, rowsAfter}) => [
      table,
      expected,
      deleted,
      archived,
      rowsAfter,
    ]),
  }))

describe.each(servers)('a rehearsal on $name', ({name}) => {
  let operator: Operator
  beforeEach(async () => {
    operator = await createOperator(name)
  })
  afterEach(() => operator.remove())

  it('changes no row of any table, pushes and emits nothing, and tells what the run then does', async () => {
    operator.request({
      'attendance.json': requestText({student_attendance: {year: '2021', months: ['04']}}),
      'batch.json': requestText({semester: {academic_year: '2020-21', semester: [1]}}),
    })
    const before = await checksums(operator.database)
    const refs = operator.git.git(['for-each-ref'])

    const rehearsed = await operator.rehearse()

    expect(await checksums(operator.database)).toEqual(before)
    expect(operator.git.git(['for-each-ref'])).toBe(refs)
    expect(readdirSync(operator.emission)).toEqual([])
    const performed = await operator.run()
    expect(figures(performed)).toEqual(figures(rehearsed))
    expect(performed.exitCode).toBe(rehearsed.exitCode)
    expect(await checksums(operator.database)).not.toEqual(before)
  })
})
