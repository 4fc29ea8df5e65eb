import {markOf} from '../../core/options/option-words.ts'
import type {Option, SourceOptions} from '../../core/options/source-options.ts'
import {figure} from '../../core/plan/figures.ts'
import type {Choice, Questions} from '../../ports/questions.ts'

/** A blank is in no code, so these are none. */
const [done, several] = ['enough ', 'several ']

const mostFound = 50

/** Codes, one after the other, each found by typing a part of it; a list that is pasted is taken at once. */
export async function askCodes(
  questions: Questions,
  {dataSource, options}: Pick<SourceOptions, 'dataSource' | 'options'>,
): Promise<readonly string[]> {
  const known = new Map(options.map((option) => [option.key, option]))
  const chosen = new Set<string>()
  for (;;) {
    const count = chosen.size === 0 ? '' : `, ${figure(chosen.size)} chosen`
    let pasted: readonly string[] = []
    const answer = await questions.search(
      `${dataSource}: which of ${figure(options.length)} codes${count}? (type a part of it, or paste a list)`,
      (typed) => {
        pasted = listIn(typed).filter((code) => known.has(code))
        return [...endOrList(typed, pasted, chosen), ...found(options, typed, chosen)]
      },
    )
    if (answer === done) return [...chosen]
    for (const code of answer === several ? pasted : [answer]) {
      if (chosen.has(code) && answer !== several) chosen.delete(code)
      else chosen.add(code)
    }
  }
}

/** The codes of a list that somebody copied from elsewhere; one code alone is no list. */
function listIn(typed: string): readonly string[] {
  const codes = typed.split(/[\s,;"'[\]]+/).filter((code) => code !== '')
  return codes.length > 1 ? [...new Set(codes)] : []
}

function endOrList(typed: string, pasted: readonly string[], chosen: ReadonlySet<string>): readonly Choice[] {
  const asked = listIn(typed).length
  if (asked > 0) {
    const missing = asked - pasted.length
    const rest = missing === 0 ? '' : `; ${figure(missing)} more are not in the database`
    return pasted.length === 0
      ? []
      : [{value: several, name: `Take these ${figure(pasted.length)} codes${rest}`, refused: null}]
  }
  if (typed !== '') return []
  return [{value: done, name: chosen.size === 0 ? 'None of them' : `Enough: ${shown(chosen)}`, refused: null}]
}

function shown(chosen: ReadonlySet<string>): string {
  const [first = '', ...others] = chosen
  return others.length === 0 ? first : `${first} and ${figure(others.length)} more`
}

function found(options: readonly Option[], typed: string, chosen: ReadonlySet<string>): readonly Choice[] {
  const part = typed.trim().toLowerCase()
  const choices: Choice[] = []
  for (const option of options) {
    if (choices.length === mostFound) break
    if (!option.key.toLowerCase().includes(part)) continue
    const mark = [...(chosen.has(option.key) ? ['chosen; Enter takes it out'] : []), markOf(option)]
      .filter((text) => text !== '')
      .join('; ')
    choices.push({value: option.key, name: `${option.key}${mark === '' ? '' : ` (${mark})`}`, refused: null})
  }
  return choices
}
