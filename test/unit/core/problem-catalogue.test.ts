import {expect, test} from 'vitest'
import {problemCatalogue} from '../../../src/core/problem-catalogue.ts'

test.each(Object.entries(problemCatalogue))('%s has a title and a fix in full sentences', (code, {title, fix}) => {
  expect(code).toMatch(/^[A-Z]+(_[A-Z0-9]+)*$/)
  expect(title).toMatch(/^[A-Z`].*[^.]$/)
  expect(fix).toMatch(/^[A-Z].*\.$/)
})
