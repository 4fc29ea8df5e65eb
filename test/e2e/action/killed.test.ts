import {setTimeout as wait} from 'node:timers/promises'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {createRunSite, endLease, type RunSite} from '../../support/action/run-site.ts'
import {requestText} from '../../support/operator.ts'

const kills = 10
/** What the log of a job says on its way, first to last. */
const milestones = [
  'Fetching branch',
  'need a look; counting',
  'submitted: 1 request',
  'Emitted ',
  'Deleting student_attendance',
  'Counting what came back',
  'Report of run',
]

let site: RunSite
beforeEach(async () => {
  site = await createRunSite()
})
afterEach(async () => {
  await site.remove()
})

const archived = async (): Promise<readonly unknown[]> =>
  site.operator.database.query(
    `select d.state, (select sum(a.rows)::int from cqube_replay.archive a
       where a.run_id = d.run_id and a.document_no = d.document_no and a.data_source = d.data_source) as rows
     from cqube_replay.deletion d where d.state = 'DONE' order by d.run_id`,
  )

const rowsOf2018 = async (): Promise<number> => {
  const [row] = await site.operator.database.query(
    `select (select count(*) from student_attendance_staging_1 where year = 2018)::int
      + (select count(*) from school_student_total_attendance where year = 2018)::int as n`,
  )
  return Number(row?.['n'])
}

describe('a job that is killed', () => {
  it(
    `at random, ${kills} times, loses nothing, deletes nothing twice, and leaves a report of each run`,
    {timeout: 400_000},
    async () => {
      const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 100_000)
      const random = randomOf(seed)
      const killedAt: string[] = []

      for (let kill = 1; kill <= kills; kill++) {
        const month = String(kill).padStart(2, '0')
        await site.operator.load('student_attendance', `2018-${month}`, [`${kill}.1`, `${kill}.2`, `${kill}.3`])
        site.operator.request({
          [`${month}.yaml`]: requestText({student_attendance: {year: '2018', months: [month]}}),
        })
        const milestone = milestones[Math.floor(random() * milestones.length)] ?? ''
        const pauseMs = Math.floor(random() * 120)
        killedAt.push(`${milestone} + ${pauseMs} ms`)

        const job = site.start()
        await job.says(milestone)
        await wait(pauseMs)
        job.signal('SIGKILL')
        await job.ended
        await endLease(site)
        const next = await site.run()

        expect(next.exitCode, `seed ${seed}, ${killedAt.join(', ')}: ${next.log}`).toBe(0)
      }

      const each = await archived()
      expect(each, `seed ${seed}, ${killedAt.join(', ')}`).toEqual(
        Array.from({length: kills}, () => ({state: 'DONE', rows: 6})),
      )
      expect(await rowsOf2018()).toBe(0)
      const reported = await site.operator.database.query(
        "select count(*)::int as open from cqube_replay.run where state <> 'reported'",
      )
      expect(reported).toEqual([{open: 0}])
    },
  )
})

/** Numbers from 0 to 1, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
