import {errorCatalogue} from '../error-catalogue.ts'
import {byText} from '../plan/key-selection.ts'
import {isDone} from '../report/outcome.ts'
import type {RunRecord} from '../run/run-record.ts'
import type {StoryPart} from './story-parts.ts'

/** The fix of a code; empty for one that only the database knows. */
const fixOf = (code: string): string =>
  Object.hasOwn(errorCatalogue, code) ? errorCatalogue[code as keyof typeof errorCatalogue].fix : ''

/** A message with the fix of its code behind it, if it has one. */
export const withFix = (code: string, message: string): string =>
  [message, fixOf(code)].filter((text) => text !== '').join(' ')

/** What was not deleted, or went wrong, with what to do about it. */
export const refusedPart = ({failure, deletions}: RunRecord): StoryPart => ({
  heading: 'What went wrong',
  lines: [
    ...(failure === null ? [] : [`The run stopped. ${withFix(failure.code, failure.message)}`]),
    ...deletions
      .filter((deletion) => !isDone(deletion))
      .flatMap(({dataSource, failure: met}) =>
        met === null || met.code === failure?.code
          ? []
          : [`${dataSource} was not deleted. ${withFix(met.code, met.message)}`],
      ),
  ],
})

/** Requests that the run did not take. */
export const leftOutPart = ({leftOut}: RunRecord): StoryPart => ({
  heading: 'What was left out',
  lines: [...leftOut]
    .sort((a, b) => byText(a.path, b.path))
    .map(({path, reason, message}) => `- ${path}: ${withFix(reason, message)}`),
})
