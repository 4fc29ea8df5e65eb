import type {ErrorCode} from 'yaml'

const indentation = 'The line is not indented like the lines that it belongs to, or a bracket before it is not closed.'
const somethingMissing = 'A character is missing here: a colon, a comma, a quote or a closing bracket.'
const keyOnSeveralLines = 'A key must stand on one line, within 1,024 characters, and be followed by a colon.'

/** The library's own words are not shown: they speak of its insides. */
const sentences: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_INDENT: indentation,
  MISSING_CHAR: somethingMissing,
  TAB_AS_INDENT: 'The line is indented with a tab; YAML allows blanks only.',
  MULTILINE_IMPLICIT_KEY: keyOnSeveralLines,
  KEY_OVER_1024_CHARS: keyOnSeveralLines,
  BLOCK_AS_IMPLICIT_KEY: 'A second colon stands on this line; a text with a colon and a blank in it goes in quotes.',
  BLOCK_IN_FLOW: 'An indented list or mapping cannot stand between brackets.',
  BAD_DQ_ESCAPE: 'The backslash begins an escape that YAML does not know; single quotes keep it as it is.',
  BAD_SCALAR_START: 'A text cannot begin with this character; put it in quotes.',
  NON_STRING_KEY: 'The key is not a single word.',
}

export const yamlSyntaxSentence = (code: ErrorCode): string =>
  sentences[code] ?? 'YAML does not allow what stands here.'
