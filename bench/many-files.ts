import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {runNode} from './child.ts'
import {ratio, type Line} from './figures.ts'
import {alternate} from './measure.ts'
import type {Scale} from './scale.ts'

const program = resolve('build/cli.js')
const rival = resolve('test/servers/node_modules/ajv-cli/dist/index.js')
const schema = resolve('schemas/replay-request.schema.json')
const files = 10_000

/** What administrators write: four data sources in turn, quoted so that a reader of plain YAML takes them as the schema does. */
function requestText(number: number): string {
  const [month, year] = [String((number % 12) + 1).padStart(2, '0'), 2010 + (Math.floor(number / 12) % 10)]
  const sources = {
    student_attendance: `{year: "${year}", months: ["${month}"]}`,
    crc: `\n    year: "${year}"\n    months:\n      - "${month}"`,
    periodic_assessment_test: `{exam_code: [PAT0101${month}01${2000 + (number % 20)}]}`,
    diksha_tpd: `{batch_id: ["0305${number}"]}`,
  }
  const [source, selection] = Object.entries(sources)[number % 4] ?? ['', '']
  return [
    '# yaml-language-server: $schema=../schemas/replay-request.schema.json',
    `reason: Data number ${number} was emitted twice by three districts`,
    `ticket: CQB-${number}`,
    'replay:',
    `  ${source}: ${selection}`,
    'expect:',
    '  planned_at: "2021-11-24T10:15:00+05:30"',
    '  ledger: "7c1e"',
    `  rows: {${source}: ${number + 1}}`,
    '',
  ].join('\n')
}

/** Many request files checked by one process, beside ajv-cli, which reads the same files and gives no places. */
export async function measureManyFiles({repetitions}: Scale): Promise<readonly Line[]> {
  const what = `\`validate\` of ${files} files : ajv-cli on the same files`
  if (!existsSync(program)) return [{server: '', what, why: `there is no ${program}; \`npm run build\` makes it`}]
  if (!existsSync(rival))
    return [{server: '', what, why: 'there is no ajv-cli; `npm ci --prefix test/servers` brings it'}]
  const folder = mkdtempSync(join(tmpdir(), 'cqube-replay-bench-'))
  try {
    const requests = join(folder, 'replay-requests')
    mkdirSync(requests)
    for (let n = 0; n < files; n++) writeFileSync(join(requests, `request-${n}.yaml`), requestText(n))
    let megabytes = 0
    const ms = await alternate(2 * repetitions + 1, {
      validate: async () => {
        const end = runNode([program, 'validate'], folder)
        if (!end.stdout.includes(`${files} files checked: no problems.`)) throw new Error(end.stdout.slice(0, 500))
        megabytes = Math.max(megabytes, end.megabytes)
        return end.ms
      },
      ajv: async () => {
        const words = [
          'validate',
          '--spec=draft2020',
          '-c',
          'ajv-formats',
          '-s',
          schema,
          '-d',
          'replay-requests/*.yaml',
        ]
        const end = runNode([rival, ...words], folder)
        if (end.exitCode !== 0) throw new Error(`ajv-cli ended with exit code ${String(end.exitCode)}.`)
        return end.ms
      },
    })
    return [
      ratio('', what, {name: 'validate', ms: ms.validate}, {name: 'ajv-cli', ms: ms.ajv}, {atMost: 2}),
      {
        server: '',
        what: `memory of \`validate\` of ${files} files`,
        times: [],
        value: megabytes,
        unit: 'MB',
        target: {atMost: 150},
      },
    ]
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}
