import {randomBytes} from 'node:crypto'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {grantsSql} from '../../../src/adapters/postgres/grants.ts'
import {openDatabase} from '../../../src/adapters/postgres/connection.ts'
import {cqubeCatalogue} from '../../../src/core/catalogue/cqube-catalogue.ts'
import {planPullRequest} from '../../../src/entries/plan-pull-request.ts'
import {servers} from '../../support/database.ts'
import {connectionOptions} from '../../support/ledger.ts'
import {createOperator, requestText, type Operator} from '../../support/operator.ts'
import {createPlanSite} from '../../support/plan-site.ts'

const everySource = requestText({
  student_attendance: {year: '2021', months: ['03']},
  teacher_attendance: {year: '2021', months: ['03']},
  crc: {year: '2021', months: ['03']},
  diksha_summary_rollup: {from_date: '2021-01-01', to_date: '2021-01-31'},
  semester: {academic_year: '2020-21', semester: [1]},
  periodic_assessment_test: {exam_code: ['PAT0101010120']},
  diksha_tpd: {batch_id: ['030523154015838']},
  udise: {selection: 'yes'},
  infrastructure: {selection: 'yes'},
  static: {selection: 'yes'},
})

describe.each(servers)('a plan on $name', ({name}) => {
  const mark = randomBytes(4).toString('hex')
  const roles = {planner: `planner_${mark}`, runner: `runner_${mark}`, nifi: `nifi_${mark}`}
  let operator: Operator
  beforeEach(async () => {
    operator = await createOperator(name)
    await operator.database.query(grantsSql({...roles, dataSchema: 'public', catalogue: cqubeCatalogue}))
    await operator.database.query(`alter role ${roles.planner} login`)
  })
  afterEach(async () => {
    const names = Object.values(roles).join(', ')
    await operator.database.query(`drop owned by ${names}`)
    await operator.database.query(`drop role ${names}`)
    await operator.remove()
  })

  it('needs no more than the planner of `db grants` may', async () => {
    const address = operator.database.connectionString.replace('postgres@', `${roles.planner}@`)
    const test = createPlanSite(operator, {DATABASE_URL: address})
    const owners = createPlanSite(operator)
    const proposed = test.propose({'replay-requests/all.yaml': everySource})
    owners.pullRequests.set(proposed)

    const planned = await planPullRequest(test.site, proposed)
    const asOwner = await planPullRequest(owners.site, proposed)

    expect(address).toContain(roles.planner)
    expect(planned?.plan.requests[0]?.rows.length).toBeGreaterThan(40)
    expect(planned?.plan.requests[0]?.rows).toEqual(asOwner?.plan.requests[0]?.rows)
    expect(planned?.plan.requests[0]?.outsideRetention).toHaveLength(2)
  })

  it('is made in a session in which not even the owner can write', async () => {
    const database = openDatabase({...connectionOptions(operator.database.connectionString), readOnly: true})
    try {
      await expect(database.query('delete from cqube_replay.ledger')).rejects.toThrow(/25006|read-only/)
      await expect(
        database.transaction('write', (sql) => sql.query('delete from student_attendance_trans')),
      ).rejects.toThrow(/25006|read-only|write/)
      expect(await database.query('select count(*) as n from cqube_replay.ledger')).toEqual([{n: 1}])
    } finally {
      await database.end()
    }
  })
})
