import {errorCatalogue, type ErrorCode} from '../error-catalogue.ts'

/** `note`: good to know · `warning`: look at it · `failure`: a run would fail or be refused · `skipped`: could not be told. */
export type FindingStatus = 'ok' | 'note' | 'warning' | 'failure' | 'skipped'

/** What a check found, in full sentences without a full stop at the end of `found`. */
export interface Finding {
  readonly status: FindingStatus
  readonly found: string
  /** What to do about it; null where nothing is to be done. */
  readonly fix: string | null
  /** What a run would end with; only of a failure. */
  readonly code: ErrorCode | null
}

export const ok = (found: string): Finding => ({status: 'ok', found, fix: null, code: null})
export const note = (found: string, fix: string | null = null): Finding => ({status: 'note', found, fix, code: null})
export const warning = (found: string, fix: string): Finding => ({status: 'warning', found, fix, code: null})
export const skipped = (found: string): Finding => ({status: 'skipped', found, fix: null, code: null})

/** @param fix absent: the one of the code */
export const failure = (code: ErrorCode, found: string, fix: string = errorCatalogue[code].fix): Finding => ({
  status: 'failure',
  found,
  fix,
  code,
})

/** `first; second; third; and 4 more` */
export function firstOf(items: readonly string[], most = 3): string {
  const more = items.length - most
  return [...items.slice(0, most), ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}

/** A rough age for people. */
export function ageWords(minutes: number): string {
  if (minutes < 90) return `${Math.max(0, Math.round(minutes))} min`
  return minutes < 60 * 48 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`
}
