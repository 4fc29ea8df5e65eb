import {readSettings, type ReadSettings} from '../../../../src/core/settings/read-settings.ts'

export const read = (text: string): ReadSettings => readSettings(new TextEncoder().encode(text), 'cqube-replay.yaml')

/** Each problem on one line: place, code, what, fix. */
export const told = ({problems}: ReadSettings): string =>
  problems
    .map(({place, code, what, fix}) => `${place.line}:${place.column} ${place.pointer} ${code}: ${what} Fix: ${fix}`)
    .join('\n')

/** `line:column code`, which says enough where a text is pinned elsewhere. */
export const codesOf = ({problems}: ReadSettings): string[] => problems.map(({code}) => code)
