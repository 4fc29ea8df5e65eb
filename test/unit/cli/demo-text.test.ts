import {expect, it} from 'vitest'
import {paragraph, programOf, shortened} from '../../../src/cli/demo-text.ts'

it('leaves most tables of udise out, and says how many', () => {
  const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `     180  udise_${name}  100 % of 180`)
  const text = ['  Delete  Table', '     960  crc_location_trans', ...rows, '   1,080  in all'].join('\n')

  const shown = shortened(text)

  expect(shown).toMatchInlineSnapshot(`
    "  Delete  Table
         960  crc_location_trans
         180  udise_a  100 % of 180
         180  udise_b  100 % of 180
         180  udise_c  100 % of 180
         180  udise_d  100 % of 180
           …  and 2 more tables, left out here
       1,080  in all"
  `)
})

it('leaves a text without udise as it is', () => {
  expect(shortened('  960  crc_location_trans\n')).toBe('  960  crc_location_trans\n')
})

it('wraps sentences and no line that begins with a blank', () => {
  const path = `  ${'folder/'.repeat(20)}`

  expect(paragraph(`${'word '.repeat(25)}end\n${path}`)).toBe(
    `${'word '.repeat(20).trimEnd()}\n${'word '.repeat(5)}end\n${path}`,
  )
})

it('names the program as it was called', () => {
  const byNpm = {npm_lifecycle_event: 'demo', npm_package_json: '/home/asha/my tools/package.json'}

  expect([programOf({}).program, programOf(byNpm).program]).toEqual([
    'cqube-replay',
    "node '/home/asha/my tools/build/cli.js'",
  ])
})
