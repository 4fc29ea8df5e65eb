import type {Surroundings} from '../compose.ts'

/** Whether the terminal, or what reads the text, takes more than ASCII. As the C library, the first one that is set counts. */
export function takesUnicode(environment: Surroundings['environment']): boolean {
  if (environment['TERM'] === 'dumb') return false
  const locale = [environment['LC_ALL'], environment['LC_CTYPE'], environment['LANG']].find(
    (value) => value !== undefined && value !== '',
  )
  return /utf-?8/i.test(locale ?? '')
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/**
 * A bar of a chart; something that is not nothing is seen, however small.
 * @param share 0 … 1 of the width
 */
export function bar(share: number, width: number, unicode: boolean): string {
  if (share <= 0) return ''
  if (!unicode) return '#'.repeat(Math.max(1, Math.round(share * width)))
  const steps = Math.max(1, Math.round(share * width * 8))
  return '█'.repeat(Math.floor(steps / 8)) + (eighths[steps % 8] ?? '')
}
