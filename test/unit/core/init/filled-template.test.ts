import {describe, expect, it} from 'vitest'
import {filledTemplate} from '../../../../src/core/init/filled-template.ts'

const template = `on: 'main'
#? s3
key: $KEY
#? end
#? nifi
password: $PASSWORD
#? end
last: 'main'
`

describe('a template', () => {
  it('keeps the parts that are wanted, and no marks', () => {
    expect(filledTemplate(template, new Set(['s3']), [])).toBe("on: 'main'\nkey: $KEY\nlast: 'main'\n")
    expect(filledTemplate(template, new Set(), [])).toBe("on: 'main'\nlast: 'main'\n")
  })

  it('takes a value as it is, wherever its place is', () => {
    expect(filledTemplate("on: 'main'\nlast: 'main'\n", new Set(), [["'main'", "'$&-$1'"]])).toBe(
      "on: '$&-$1'\nlast: '$&-$1'\n",
    )
  })
})
