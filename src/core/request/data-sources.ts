import {cqubeSources, type CqubeSource} from '../emission/source-order.ts'
import type {SelectionKind} from '../slice.ts'
import type {ReadingContext} from './request.ts'

const cqubeKinds: Readonly<Record<CqubeSource, SelectionKind>> = {
  student_attendance: 'months',
  teacher_attendance: 'months',
  crc: 'months',
  diksha_summary_rollup: 'dates',
  semester: 'semesters',
  periodic_assessment_test: 'codes',
  diksha_tpd: 'codes',
  udise: 'all',
  infrastructure: 'all',
  static: 'all',
}

/** cQube's documentation (release 3.7, data replay) spells this one with a capital letter. */
const otherSpellings: ReadonlyMap<string, string> = new Map([['Infrastructure', 'infrastructure']])

/** The data sources that a request may name. */
export interface DataSources {
  /** In cQube's order, then as the settings declare them. */
  readonly names: readonly string[]
  /** @returns null when no data source is called so */
  find(spelling: string): {readonly name: string; readonly kind: SelectionKind} | null
}

export function dataSources(added: ReadingContext['addedSources']): DataSources {
  const kinds = new Map<string, SelectionKind>([...Object.entries(added), ...Object.entries(cqubeKinds)])
  return {
    names: [...cqubeSources, ...Object.keys(added)],
    find(spelling) {
      const name = otherSpellings.get(spelling) ?? spelling
      const kind = kinds.get(name)
      return kind === undefined ? null : {name, kind}
    },
  }
}
