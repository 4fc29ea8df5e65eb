import * as core from '@actions/core'
import {logText} from '../core/github/log-text.ts'
import {problemCatalogue} from '../core/problem-catalogue.ts'
import {visible} from '../core/problem-text.ts'
import type {Problem} from '../core/problem.ts'
import {cutToBytes} from '../core/github/cut-text.ts'
import type {InputName, OutputName} from './registry.ts'

/** Of each kind and step; GitHub drops the others without a word (GitHub, "Workflow commands"). */
const mostAnnotations = 10
/** The runner cuts a message at 4,096 characters (actions/runner, ExecutionContext.cs), and GitHub a title at 255. */
const longestMessage = 4_000
const longestTitle = 250
/** Of a step, in bytes: with more, GitHub shows no summary at all. */
const largestSummary = 1_048_576

const kinds = ['error', 'warning', 'note'] as const
const commands = {error: core.error, warning: core.warning, note: core.notice} as const

/** What the workflow gave and may get. The only place that speaks to the runner of GitHub. */
export interface ActionIo {
  readonly input: (name: InputName) => string
  readonly setOutput: (name: OutputName, value: string | number) => void
  readonly log: (text: string) => void
  readonly annotate: (problems: readonly Problem[]) => void
  /** An annotation of the whole step. */
  readonly fail: (title: string, message: string) => void
  readonly summarise: (markdown: string) => Promise<void>
  readonly mask: (secrets: readonly string[]) => void
}

export function openActionIo(environment: Readonly<Record<string, string | undefined>>): ActionIo {
  const annotations = {error: 0, warning: 0, note: 0}
  let summaryBytes = 0
  const hasSummary = (environment['GITHUB_STEP_SUMMARY'] ?? '') !== ''
  const log = (text: string): void => {
    core.info(logText(text))
  }

  return {
    input: (name) => core.getInput(name),
    setOutput: (name, value) => {
      core.setOutput(name, value)
    },
    log,
    annotate: (problems) => {
      for (const kind of kinds) {
        const ofKind = problems.filter(({severity}) => severity === kind)
        const shown = ofKind.slice(0, mostAnnotations - annotations[kind])
        shown.forEach(annotation)
        annotations[kind] += shown.length
        const more = ofKind.length - shown.length
        if (more > 0) log(`${more} more of the kind ${kind} are not shown beside the files; see the summary.`)
      }
    },
    fail: (title, message) => {
      if (annotations.error >= mostAnnotations) {
        log(`${title}: ${message}`)
        return
      }
      annotations.error += 1
      core.error(shownMessage(message), {title: cutToBytes(visible(title), longestTitle)})
    },
    summarise: async (markdown) => {
      // GitHub Enterprise has summaries since 3.6.
      if (!hasSummary) return
      const bytes = Buffer.byteLength(markdown)
      if (summaryBytes + bytes > largestSummary) {
        log(`A part of the summary is left out: with its ${bytes} bytes GitHub would show none of it.`)
        return
      }
      summaryBytes += bytes
      await core.summary.addRaw(markdown).write()
    },
    mask: (secrets) => {
      secrets.forEach(core.setSecret)
    },
  }
}

/** Lines stay, as what is wrong and the fix are two. */
const shownMessage = (message: string): string => {
  const text = message.split('\n').map(visible).join('\n')
  const cut = cutToBytes(text, longestMessage)
  return cut === text ? text : `${cut} (cut: the summary has it whole)`
}

function annotation({code, severity, place, what, fix}: Problem): void {
  commands[severity](shownMessage(`${visible(what)}\n${visible(fix)}`), {
    title: cutToBytes(`${code}: ${problemCatalogue[code].title}`, longestTitle),
    // A name with characters that nobody sees is no file that GitHub shows lines of.
    file: visible(place.file),
    startLine: place.line,
    startColumn: place.column,
  })
}
