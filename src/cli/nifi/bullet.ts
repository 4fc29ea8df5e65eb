import {wrapped} from '../text-table.ts'

/** One item of a list; its further lines stand below its words. */
export const bullet = (text: string): string => `  - ${wrapped(text, '    ').trimStart()}`
