import {describe, expect, it} from 'vitest'
import {checkedInputs} from '../../../src/action/checked-inputs.ts'
import {inputs, type InputName} from '../../../src/action/registry.ts'
import {ReplayError} from '../../../src/core/replay-error.ts'

type Given = Readonly<Partial<Record<InputName, string>>>

const check = (given: Given) => checkedInputs({input: (name) => given[name] ?? inputs[name].default})

/** What is said to inputs that are refused. */
function refusal(given: Given): string {
  try {
    check(given)
  } catch (error) {
    if (error instanceof ReplayError && error.code === 'USAGE') return error.message
    throw error
  }
  return 'they were taken'
}

describe('inputs of the Action', () => {
  it.each(['validate', 'plan', 'run'] as const)('name a command: %s', (command) => {
    expect(check({command})).toEqual({command})
  })

  it('have a command by default, which needs nothing else', () => {
    expect(check({})).toEqual({command: 'validate'})
  })

  it('are told with all their mistakes in one message', () => {
    const given = {command: 'delete', 'dry-run': 'yes', 'pull-request': '#7', 'app-id': '1 2'}

    expect(refusal(given)).toMatchInlineSnapshot(
      `"Inputs of the Action: \`command\` is "delete"; it takes \`validate\`, \`plan\` or \`run\`. \`app-id\` is "1 2"; it takes the id of a GitHub App. \`pull-request\` is "#7"; it takes the number of a pull request. \`dry-run\` is "yes"; it takes \`true\` or \`false\`. \`app-id\` and \`app-private-key\` belong together, and one of them is empty. Nothing was done. (docs/github-action.md, Inputs)"`,
    )
  })

  it('are not repeated at any length, and a line break in them stays one text', () => {
    expect(refusal({command: `run\n::add-mask::${'a'.repeat(500)}`})).toMatchInlineSnapshot(
      `"Inputs of the Action: \`command\` is "run\\n::add-mask::aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"; it takes \`validate\`, \`plan\` or \`run\`. Nothing was done. (docs/github-action.md, Inputs)"`,
    )
  })

  it('never show what belongs to the key of an App', () => {
    expect(refusal({command: 'plan', 'app-private-key': 'canary'})).toMatchInlineSnapshot(
      `"Inputs of the Action: \`app-id\` and \`app-private-key\` belong together, and one of them is empty. Nothing was done. (docs/github-action.md, Inputs)"`,
    )
    expect(refusal({command: 'run', 'app-id': '7', 'app-private-key': ''})).toContain('belong together')
  })

  it('ask no job of a fork for a secret, which it is not given', () => {
    expect(check({'app-id': '7', 'app-private-key': ''})).toEqual({command: 'validate'})
  })

  it.each([
    {command: 'Validate'},
    {command: ''},
    {'dry-run': 'TRUE'},
    {'pull-request': '0'},
    {'pull-request': '-1'},
    {'pull-request': '7; rm -rf .'},
    {'pull-request': '12345678901'},
  ])('are refused: %j', (given: Given) => {
    expect(refusal(given)).toMatch(/^Inputs of the Action: .* Nothing was done\./)
  })
})
