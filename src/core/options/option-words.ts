import {packKeys} from '../plan/pack-keys.ts'
import {sliceWords} from '../report/slice-words.ts'
import type {SelectionKind} from '../slice.ts'
import type {Option} from './source-options.ts'

/** What is special about an option, such as `only in student_attendance_trans`; empty when nothing is. */
export const markOf = ({onlyIn, deletedBy}: Pick<Option, 'onlyIn' | 'deletedBy'>): string =>
  [
    ...(onlyIn.length === 0 ? [] : [`only in ${onlyIn.join(', ')}`]),
    ...(deletedBy === null ? [] : [`deleted by run ${deletedBy}`]),
  ].join('; ')

/** A slice key as a reader would say it: `March 2021`; a code is itself. */
export const keyWords = (kind: SelectionKind, key: string): string =>
  kind === 'codes'
    ? key
    : packKeys(kind, '', new Set([key]))
        .map(sliceWords)
        .join()
