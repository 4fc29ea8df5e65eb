import {resolve} from 'node:path'
import packageJson from '../../package.json' with {type: 'json'}
import {openWorkTree, surroundingsOf} from '../compose.ts'
import {writeResult} from '../compose-validate.ts'
import {validate as validateFiles, type Validation} from '../commands/validate.ts'
import {exitCodes} from '../core/error-catalogue.ts'
import {fitted, summaryLimit} from '../core/github/fitted-page.ts'
import {verdictJson} from '../core/github/verdict.ts'
import {verdictPage} from '../core/github/verdict-page.ts'
import {isError, type Problem} from '../core/problem.ts'
import {problemsSummary, problemText} from '../core/problem-text.ts'
import type {ActionCall, ActionCommand} from './action-call.ts'
import {sinceOfEvent} from './changed-since.ts'
import {resultPlace} from './result-place.ts'

/** Beyond them the log is read by nobody, and takes longer than the check. */
const mostLogged = 1_000

/**
 * Judges the files that a pull request touches. Needs neither a secret nor the network: without it, only whether a request
 * has run cannot be told.
 */
export const validate: ActionCommand = async (call) => {
  if (call.event.kind === 'workflow_run') return (await import('./verdict-action.ts')).commentVerdict(call)
  const directory = resolve(call.directory, call.input('directory'))
  const workTree = await openWorkTree(directory)
  const surroundings = surroundingsOf({
    root: workTree.root,
    environment: call.environment,
    stderr: {
      write: (text) => {
        call.log(text.trimEnd())
      },
    },
    runner: call.runner,
  })
  const {since, remarks} = sinceOfEvent(call.event, surroundings)
  const checked = await validateFiles(workTree, [], surroundings.clock.now(), since)
  await show(call, checked, remarks())
  return checked.problems.some(isError) ? exitCodes.problems : exitCodes.done
}

async function show(call: ActionCall, checked: Validation, remarks: readonly string[]): Promise<void> {
  const {problems, files} = checked
  const told = [...remarks, ...unknownReports(checked)]
  const count = (kind: Problem['severity']): number => problems.filter(({severity}) => severity === kind).length
  call.annotate(problems)
  for (const problem of problems.slice(0, mostLogged)) call.log(problemText(problem))
  if (problems.length > mostLogged) {
    call.log(`${problems.length - mostLogged} more are not in this log; see the summary.`)
  }
  for (const remark of told) call.log(remark)
  call.log(`${files.length === 1 ? '1 file' : `${files.length} files`} judged. ${problemsSummary(problems)}`)

  const counts = {errors: count('error'), warnings: count('warning'), notes: count('note')}
  call.setOutput('errors', counts.errors)
  call.setOutput('warnings', counts.warnings)
  const shown = problems.map(({code, severity, place, what, fix}) => {
    const {file, line, column} = place
    return {code, severity, file, line, column, what, fix}
  })
  const page = verdictPage({files: files.length, ...counts, problems: shown, remarks: told})
  await call.summarise(fitted(page.blocks, summaryLimit, page.rest))
  await leaveFiles(call, checked)
}

/** Unnamed: it is the one of the branch, and what the checkout names is of whoever opened the pull request. */
const unknownReports = ({since}: Validation): string[] =>
  since === null || since.areReportsKnown
    ? []
    : ['The branch of the reports could not be read, so it is not known which of these requests have run.']

/** For code scanning, and for the workflow that may write a comment. */
async function leaveFiles({input, directory, event}: ActionCall, {problems, files}: Validation): Promise<void> {
  const [sarif, verdict] = [input('sarif'), input('verdict-file')]
  if (sarif !== '') {
    const {sarifLog} = await import('../core/problem-formats/sarif.ts')
    await writeResult(await resultPlace(directory, sarif), sarifLog(problems, packageJson.version))
  }
  if (verdict !== '' && event.kind === 'pull_request') {
    await writeResult(await resultPlace(directory, verdict), verdictJson(event.headCommit, files.length, problems))
  }
}
