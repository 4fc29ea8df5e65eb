import type {Problem} from '../problem.ts'

/**
 * Problems with a key that stays when lines move: the code, the file, where in its structure, and the how-manieth of the
 * same it is. No line, no column and no sentence, which may name one.
 */
export function withStableKeys(problems: readonly Problem[]): readonly (readonly [Problem, string])[] {
  const seen = new Map<string, number>()
  return problems.map((problem) => {
    const key = JSON.stringify([problem.code, problem.place.file, problem.place.pointer])
    const number = seen.get(key) ?? 0
    seen.set(key, number + 1)
    return [problem, `${key} ${number}`]
  })
}
