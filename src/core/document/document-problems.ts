import type {ProblemEntry} from '../problem-entry.ts'

const yaml = (text: string) => ({file: 'replay-requests/example.yaml', text})
const json = (text: string) => ({file: 'replay-requests/example.json', text})
const error = (title: string, fix: string, example: ProblemEntry['example']): ProblemEntry => ({
  severity: 'error',
  title,
  fix,
  example,
})

/** Mistakes that make a file unreadable, whatever it is for. */
export const documentProblems = {
  FILE_TOO_LARGE: error(
    'The file is larger than 256 KiB',
    'Split it into several files: one request needs a few hundred bytes, a list of 5,000 codes about 100 KiB.',
    yaml(`# ${'-'.repeat(256 * 1024)}\n`),
  ),
  FILE_TOO_DEEP: error(
    'The file is nested deeper than 16 levels',
    'Write it as the examples in replay-requests/examples show it; they are nested three levels deep.',
    yaml(`${'['.repeat(17)}${']'.repeat(17)}\n`),
  ),
  FILE_TOO_COMPLEX: error(
    'The file has more than 20,000 values',
    'Split it into several files.',
    yaml(`[${'1,'.repeat(20_001)}]\n`),
  ),
  FILE_NOT_UTF8: error(
    'The file is not UTF-8 text',
    'Save the file with the encoding UTF-8; if the character "�" stands in the text, type the lost letter again.',
    {...yaml('reason: caf\xe9\n'), encoding: 'latin1'},
  ),
  FILE_EMPTY: error(
    'The file holds nothing',
    'Fill the file as the examples in replay-requests/examples show it, or remove it.',
    yaml('# nothing yet\n'),
  ),
  HIDDEN_CHARACTER: error(
    'The file holds a character that nobody can see',
    'Delete the character: put the cursor behind it and press Backspace, or type the line again.',
    yaml('reason: "deleted\u200b twice"\n'),
  ),
  YAML_SYNTAX: error(
    'The file is not valid YAML',
    'Correct the line, or the one before it; compare with the examples in replay-requests/examples.',
    yaml('replay: {udise: {selection: yes}\n'),
  ),
  YAML_ALIAS: error(
    'The file uses an anchor or an alias',
    'Write the value out where it is meant, without `&` and `*`; a text that begins with one of them goes in quotes.',
    yaml('first: &months [1, 2]\nsecond: [3]\n'),
  ),
  YAML_TAG: error(
    'The file uses a tag',
    'Remove the word that begins with `!`; a text that begins with it goes in quotes.',
    yaml('reason: !!str Attendance was emitted twice\n'),
  ),
  YAML_DIRECTIVE: error(
    'The file has a directive',
    'Remove the line that begins with `%`.',
    yaml('%YAML 1.2\n---\na: b\n'),
  ),
  YAML_SEVERAL_DOCUMENTS: error(
    'The file holds several documents',
    'Write each document in a file of its own, and remove the line `---` between them.',
    yaml('reason: one\n---\nreason: two\n'),
  ),
  KEY_NOT_A_TEXT: error(
    'A key is a list or a mapping',
    'Write a single word before the colon.',
    yaml('? [udise, static]\n: {selection: yes}\n'),
  ),
  KEY_TWICE: error(
    'A key stands in one mapping twice',
    'Join the two entries into one, or remove one of them.',
    yaml('reason: one\nreason: two\n'),
  ),
  KEY_FORBIDDEN: error('A key has a name that is reserved', 'Remove the key.', yaml('__proto__: {}\n')),
  JSON_SYNTAX: error(
    'The file is not valid JSON',
    'Correct the place named above; JSON wants double quotes and allows neither comments nor a comma before a closing bracket.',
    json('{"reason": "twice",}\n'),
  ),
  JSON_NUMBER_INEXACT: error(
    'A JSON number would not be kept as it is written',
    'Put the number in double quotes.',
    json('{"batch_id": [12345678901234567890]}\n'),
  ),
  MORE_PROBLEMS: error(
    'The file has more problems than are shown',
    'Correct the problems above and check the file again.',
    json(`{${'"reason": "twice", '.repeat(102)}"reason": "twice"}\n`),
  ),
} as const satisfies Record<string, ProblemEntry>
