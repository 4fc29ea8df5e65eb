import type {PreparedRequest} from '../commands/new/write-request.ts'
import {sliceWords} from '../core/report/slice-words.ts'
import {readableTime} from '../core/report/zoned-time.ts'
import type {ReplayRequest} from '../core/request/request.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {Colours} from './colours.ts'
import {planContent} from '../entries/plan-content.ts'
import {planText} from './plan-text.ts'
import {problemLines} from './problem-lines.ts'
import {shellWord} from './shell-words.ts'
import {jsonText} from './terminal.ts'
import {wrapped} from './text-table.ts'

/** The plan of a request that is not written yet, as `plan` would show it. */
export const preparedText = ({plan, overlaps}: PreparedRequest, settings: Settings): string =>
  [
    ...(plan === null ? [] : [planText(plan, settings)]),
    ...overlaps.map((problem) => `${problemLines(problem)}\n`),
  ].join('\n')

/** What was done, and what to do next. @param request as it was read back; null: nothing was written */
export function writtenText(
  request: ReplayRequest | null,
  {plan, overlaps}: PreparedRequest,
  {git, timeZone, requireExpect}: Settings,
  {bold}: Colours,
): string {
  const begin = plan === null && overlaps.length === 0 ? '' : '\n'
  if (request === null) return `${begin}Nothing was written: a run would leave this request out.\n`
  const {path, notBefore, expect} = request
  const branch = path.replace(/^.*\//, '').replace(/\.ya?ml$/, '')
  return `${begin}${[
    `${bold('Written:')} ${path}`,
    ...(expect === null && requireExpect
      ? [
          wrapped(
            'It has no row contract, so a run would refuse it. Where the database can be reached, ' +
              `\`cqube-replay plan --write ${shellWord(path)}\` adds it.`,
          ),
        ]
      : []),
    ...(notBefore === null ? [] : [`No run takes it before ${readableTime(notBefore, timeZone)}.`]),
    '',
    bold('Next:'),
    `  git switch --create ${shellWord(branch)}`,
    `  git add -- ${shellWord(path)}`,
    `  git commit --message ${shellWord(`Replay ${wordsOf(request)}`)}`,
    `  git push --set-upstream ${shellWord(git.remote)} HEAD`,
    wrapped(
      `and open a pull request to branch ${git.branch}. Nothing is deleted before it is merged and the next run takes it.`,
      '  ',
    ),
  ].join('\n')}\n`
}

/** Short enough for the first line of a commit. */
function wordsOf({slices}: ReplayRequest): string {
  const words = slices.map((slice) => `${slice.dataSource} ${sliceWords(slice)}`).join(', ')
  return words.length <= 60 ? words : [...new Set(slices.map(({dataSource}) => dataSource))].join(', ')
}

/** The object of `new --json`. */
export const newRequestJson = ({path, request, plan, text, overlaps}: PreparedRequest): string =>
  jsonText('new', {
    written: text !== null,
    path: text === null ? null : path,
    requestId: request.id,
    repeatOf: request.repeatOf,
    notBefore: request.notBefore,
    slices: request.slices,
    plan: plan === null ? null : planContent(plan),
    overlaps,
  })
