import {describe, expect, it} from 'vitest'
import {readRequest} from '../../../../src/core/request/read-request.ts'
import {withExpectation} from '../../../../src/core/request/with-expectation.ts'

const contract = {plannedAt: '2026-11-24T10:15:00+05:30', ledger: 'a1b2c3d4', rows: {crc: 120, udise: 7}}
const replay = 'replay:\n  crc: {year: 2020, months: [3]}\n  udise: {selection: yes} # all of it\n'
const reason = '# March\nreason: March was emitted twice by a district\n'

const read = (text: string, file = 'a.yaml') =>
  readRequest(new TextEncoder().encode(text), file, {today: '2026-11-24', addedSources: {}})

const texts: Readonly<Record<string, readonly [text: string, file?: string]>> = {
  'a YAML file without one': [`${reason}${replay}`],
  'a file that ends without a line break': [`${reason}${replay}`.trimEnd()],
  'a file with Windows line ends': [`${reason}${replay}`.replaceAll('\n', '\r\n')],
  'a file with a byte order mark': [`\ufeff${reason}${replay}`],
  'an indented file': [`${reason}${replay}`.replaceAll(/^/gm, '  ').trimEnd()],
  'a file with marks at its ends': [`---\n${reason}${replay}...\n# the end\n`],
  'a file that ends in a comment': [`${reason}${replay}  # crc of May comes later\n`],
  'a file that ends in a text block': [`${replay}reason: |\n  March was emitted twice\n\n`],
  'an old contract': [
    `${reason}expect:\n  # of the second plan\n  planned_at: "2026-11-01T10:15:00+05:30" # monday\n  ledger: 'ffff'\n  rows: {crc: 1, udise: 2} # few\n${replay}`,
  ],
  'a contract of another selection': [
    `${reason}expect:\n  planned_at: 2026-11-01T10:15:00+05:30\n  ledger: ffff\n  rows:\n    static: 1 # one\n${replay}`,
  ],
  'a broken contract': [`${reason}expect: soon # really\n${replay}`],
  'an empty contract': [`${reason}expect:\n${replay}`],
  'a YAML file in braces': [
    '{reason: March was emitted twice, replay: {crc: {year: 2020, months: [3]}, udise: {selection: yes}},}\n',
  ],
  'a JSON file': [
    '{\n\t"reason": "March was emitted twice",\n\t"replay": {"crc": {"year": 2020, "months": ["03"]}, "udise": {"selection": "yes"}}\n}\n',
    'a.json',
  ],
  'a JSON file in one line': [
    '{"reason": "March was emitted twice", "replay": {"crc": {"year": 2020, "months": [3]}, "udise": {"selection": "yes"}}}',
    'a.json',
  ],
  'a JSON file with a broken contract': [
    '{\n  "expect": {"rows": []},\n  "reason": "March was emitted twice",\n  "replay": {"crc": {"year": 2020, "months": [3]}, "udise": {"selection": "yes"}}\n}\n',
    'a.json',
  ],
}

describe('the row contract in a request file', () => {
  it.each(Object.entries(texts))('is read back from %s, which asks for the same', (_, [text, file]) => {
    const written = withExpectation(text, contract) ?? ''

    const {request, problems} = read(written, file)
    expect(problems).toEqual([])
    expect(request?.expect).toEqual(contract)
    expect(request?.id).toBe(read(withExpectation(text, null) ?? '', file).request?.id)
  })

  it.each(Object.entries(texts))('is not changed by writing it again to %s', (_, [text]) => {
    const written = withExpectation(text, contract) ?? ''

    expect(withExpectation(written, contract)).toBe(written)
  })

  it('stands at the end, and all else is as it was', () => {
    const text = `${reason}${replay}  # crc of May comes later\n`

    const written = withExpectation(text, contract)

    expect(written).toBe(
      `${text}expect:\n  planned_at: 2026-11-24T10:15:00+05:30\n  ledger: a1b2c3d4\n  rows:\n    crc: 120\n    udise: 7\n`,
    )
  })

  it('keeps the comments and the quotes of an old one', () => {
    const [text] = texts['an old contract'] ?? ['']

    const written = withExpectation(text, contract)

    expect(written).toBe(
      text
        .replace('2026-11-01', '2026-11-24')
        .replace('ffff', 'a1b2c3d4')
        .replace('{crc: 1, udise: 2}', '{crc: 120, udise: 7}'),
    )
  })

  it('quotes a ledger that other readers of YAML take for a number', () => {
    const written = withExpectation(`${reason}${replay}`, {...contract, ledger: '12345678'})

    expect(written).toContain('ledger: "12345678"\n')
  })

  it('has no place in a text that is no mapping', () => {
    expect(withExpectation('- a list\n', contract)).toBeNull()
  })
})
