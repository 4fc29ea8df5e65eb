import {ReplayError} from '../../core/replay-error.ts'
import {readRequest} from '../../core/request/read-request.ts'
import type {StateRows} from '../count.ts'
import {attendancePath, corrected, misspelt, requests, settingsPath, settingsText} from '../requests.ts'
import type {DemoSite} from '../site.ts'
import {expectFigure, indented, type DemoStage} from '../stage.ts'

export async function writeRequests({files}: DemoSite, {say}: DemoStage): Promise<void> {
  await files.write(settingsPath, settingsText)
  for (const {path, text} of requests) await files.write(path, text)
  const reasons = requests.map(({path, text}) => `  ${path}\n    ${/^reason: (.*)$/m.exec(text)?.[1] ?? ''}`)
  say(`A replay is a file in Git. An administrator writes four:\n\n${reasons.join('\n')}`)
  say(`The first one has a spelling mistake in it:\n\n${indented(await files.read(attendancePath))}`)
}

export async function correctMistake({files}: DemoSite, {say, commands}: DemoStage): Promise<void> {
  expectFigure('Exit code of validate', await commands.validate(attendancePath), 1)
  await files.write(attendancePath, (await files.read(attendancePath)).replace(misspelt, corrected))
  say(`The mistake is corrected: \`${corrected}\`. The next command adds the row contract.`)
}

/** @returns what the files say that they will delete, by data source */
export async function planRequests(site: DemoSite, {say, commands, today}: DemoStage): Promise<StateRows> {
  expectFigure('Exit code of plan', await commands.planWrite(), 0)
  const contracts = await rowContracts(site, today)
  say(
    `The row contract \`expect\` is in each file now. The first one:\n\n${indented(await site.files.read(attendancePath))}`,
  )
  const commit = await site.repository.push('Ask for four replays')
  say(
    `The files are committed and pushed to branch main (${commit.slice(0, 12)}). In real life a pull request and its ` +
      'review stand here; the demo has nobody to ask.',
  )
  return contracts
}

async function rowContracts({files}: DemoSite, today: string): Promise<StateRows> {
  const contracts = new Map<string, number>()
  for (const {path} of requests) {
    const bytes = new TextEncoder().encode(await files.read(path))
    const rows = readRequest(bytes, path, {today, addedSources: {}}).request?.expect?.rows
    if (rows === undefined) throw new ReplayError('BUG', `${path} has no row contract after plan --write.`)
    for (const [dataSource, count] of Object.entries(rows)) contracts.set(dataSource, count)
  }
  return contracts
}
