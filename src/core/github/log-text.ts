import {visible} from '../problem-text.ts'

/**
 * A line for the log of a workflow that its runner takes for text, whatever stands in it. It takes a line that begins with
 * `::` after blanks, and one with `##[` anywhere, for a command (actions/runner, ActionCommand.cs).
 */
const harmless = (line: string): string =>
  visible(line)
    .replaceAll('##[', '## [')
    .replace(/^(\s*)::/u, '$1: :')

/** @returns the text line by line; line breaks of every kind stay breaks, and no more */
export const logText = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map(harmless)
    .join('\n')
