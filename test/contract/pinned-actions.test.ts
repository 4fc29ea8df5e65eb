import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'

const uses = ['.github/workflows', 'templates/github'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yml'))
    .flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/uses: (\S+)@(.+)/g)].map(([, action = '', pin = '']) => ({
        file: `${folder}/${name}`,
        action,
        pin,
      })),
    ),
)

it('names each Action of others by a commit, with its version beside it', () => {
  const others = uses.filter(({action}) => action.startsWith('actions/'))

  expect(others.length).toBeGreaterThan(10)
  expect(others.filter(({pin}) => !/^[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(pin))).toEqual([])
})

it("uses the same commit of each Action here and in operators' repositories: only ours are kept up to date for us", () => {
  for (const {action, pin, file} of uses) expect(pin, file).toBe(uses.find((one) => one.action === action)?.pin)
})

it('lets operators use nothing of anybody but GitHub and us', () => {
  const used = uses.filter(({file}) => file.startsWith('templates/')).map(({action}) => action)

  expect([...new Set(used)].sort()).toEqual([
    'actions/checkout',
    'actions/download-artifact',
    'actions/upload-artifact',
    'your-organisation/cqube-replay',
  ])
})
