import {ReplayError} from '../../src/core/replay-error.ts'
import type {Choice, Questions} from '../../src/ports/questions.ts'

/** What a person answers to a question that begins with a text: what is typed, or the names of choices, or a part of them. */
export type Answer = readonly [question: string, answer: string | readonly string[] | boolean]

export interface ScriptedQuestions extends Questions {
  /** Every question with its choices, and every text that was shown. */
  readonly seen: readonly string[]
}

/** A person who answers what the script says, and leaves when it ends, as by Ctrl-C. */
export function scriptedQuestions(script: readonly Answer[]): ScriptedQuestions {
  const left = [...script]
  const seen: string[] = []

  const next = (question: string): Answer[1] => {
    seen.push(question)
    const [expected, answer] = left.shift() ?? []
    if (expected === undefined || answer === undefined) throw new ReplayError('CANCELLED', 'Left without an answer.')
    if (!question.startsWith(expected)) throw new Error(`"${question}" was asked where "${expected}" was expected.`)
    return answer
  }
  const pick = (choices: readonly Choice[], part: string): string => {
    const found = choices.find(({name, refused}) => refused === null && name.includes(part))
    if (found === undefined)
      throw new Error(`There is no choice "${part}" among ${choices.map(({name}) => name).join(' | ')}`)
    return found.value
  }
  const showChoices = (choices: readonly Choice[]): void => {
    seen.push(...choices.map(({name, refused}) => `- ${name}${refused === null ? '' : ` [${refused}]`}`))
  }

  return {
    seen,
    select: async (question, choices) => {
      const answer = next(question)
      showChoices(choices)
      return pick(choices, String(answer))
    },
    checkbox: async (question, choices) => {
      const answers = next(question)
      showChoices(choices)
      const chosen = (answers as readonly string[]).map((part) => pick(choices, part))
      return choices.map(({value}) => value).filter((value) => chosen.includes(value))
    },
    search: async (question, find) => {
      // Typed first, then chosen from what was found: `[typed, name]`.
      const [typed = '', name = typed] = next(question) as readonly string[]
      const found = find(typed)
      showChoices(found)
      return pick(found, name)
    },
    input: async (question, usual, judge) => {
      for (;;) {
        const answer = String(next(question)) || usual
        const wrong = judge(answer)
        if (wrong === null) return answer
        seen.push(wrong)
      }
    },
    confirm: async (question) => next(question) === true,
    show: (text) => {
      seen.push(text)
    },
  }
}
