import {Writable} from 'node:stream'
import {checkbox, confirm, input, search, select} from '@inquirer/prompts'
import {ReplayError} from '../../core/replay-error.ts'
import type {Choice, Questions} from '../../ports/questions.ts'

export interface QuestionTerminal {
  readonly input: NodeJS.ReadableStream
  /** Where questions are shown; results go elsewhere. */
  readonly screen: {readonly columns?: number; write(text: string): unknown}
}

/** Lines of a list that is longer than the screen. */
const pageSize = 14

/** Questions on a terminal. */
export function inquirerQuestions({input: keys, screen}: QuestionTerminal): Questions {
  // A stream for each question, since each ends the one that it was shown on.
  const streams = () => ({input: keys, output: streamTo(screen)})
  const list = (choices: readonly Choice[]) => ({choices: choicesOf(choices), pageSize, loop: false})
  return {
    select: (message, choices) => answered(select({message, ...list(choices)}, streams())),
    checkbox: (message, choices) => answered(checkbox({message, ...list(choices)}, streams())),
    search: (message, find) =>
      answered(search({message, source: (typed = '') => choicesOf(find(typed)), pageSize}, streams())),
    input: (message, usual, judge) =>
      answered(input({message, default: usual, validate: (answer) => judge(answer) ?? true}, streams())),
    confirm: (message, usual) => answered(confirm({message, default: usual}, streams())),
    show: (text) => {
      screen.write(text)
    },
  }
}

const choicesOf = (choices: readonly Choice[]) =>
  choices.map(({value, name, refused}) => ({value, name, ...(refused === null ? {} : {disabled: `(${refused})`})}))

function streamTo(screen: QuestionTerminal['screen']): NodeJS.WritableStream {
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string | Uint8Array, _encoding, done) => {
      screen.write(typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk))
      done()
    },
  })
  return Object.defineProperty(stream, 'columns', {get: () => screen.columns})
}

/** The package ends a question that is left by an error of one of these names. */
const leaving = ['ExitPromptError', 'AbortPromptError', 'CancelPromptError']

async function answered<T>(question: Promise<T>): Promise<T> {
  try {
    return await question
  } catch (error) {
    if (error instanceof Error && leaving.includes(error.name)) {
      throw new ReplayError('CANCELLED', 'Left without an answer; nothing was written.', {}, error)
    }
    throw error
  }
}
