import {spawn, spawnSync} from 'node:child_process'
import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {createSite, programFile, type Site} from '../support/command-line.ts'

/** util-linux makes the terminal that the program asks on. */
const hasTerminal = spawnSync('script', ['--version']).status === 0

const [enter, space, down, interrupt] = ['\r', ' ', '\u001b[B', '\u0003']

/** Waits for each text on the terminal, then types what belongs to it. */
async function onTerminal(site: Site, words: readonly string[], script: readonly (readonly [string, string])[]) {
  const command = [process.execPath, programFile, ...words].map((word) => `'${word}'`).join(' ')
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: site.remote.checkout,
    env: {...site.environment, TERM: 'xterm'},
  })
  let shown = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  for (const [text, keys] of script) {
    while (!shown.includes(text)) {
      if (child.exitCode !== null) throw new Error(`It ended without showing ${text}: ${shown}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    child.stdin.write(keys)
  }
  return {exitCode: await ended, shown}
}

const filesOf = ({remote}: Site): string[] => {
  const folder = join(remote.checkout, 'replay-requests')
  return existsSync(folder) ? readdirSync(folder) : []
}

describe.skipIf(!hasTerminal)('cqube-replay new on a terminal', () => {
  let site: Site
  beforeAll(async () => {
    site = await createSite()
    await site.run('db', 'migrate')
  })
  afterAll(() => site.remove())

  it('leaves nothing after Ctrl-C', async () => {
    const {exitCode, shown} = await onTerminal(site, ['new', '--source', 'crc'], [['which years?', interrupt]])

    expect(shown).toContain('nothing was written')
    expect(exitCode).toBe(2)
    expect(filesOf(site)).toEqual([])
  })

  it('writes the file that the keys chose', async () => {
    const {exitCode} = await onTerminal(
      site,
      ['new', '--source', 'crc', '--reason', 'The visits of May were entered twice'],
      [
        ['which years?', space + enter],
        ['which months of 2021?', down + down + down + down + space + enter],
        ['What now?', enter],
      ],
    )

    const [name = '', ...others] = filesOf(site)
    expect(exitCode).toBe(0)
    expect(others).toEqual([])
    expect(site.read(`replay-requests/${name}`)).toContain('crc: {year: 2021, months: [5]}\n')
  })
})
