import {readFileSync} from 'node:fs'
import {defineConfig} from 'vitest/config'

/** As the build does: such a file is its text. */
const filesAsText = {
  name: 'files-as-text',
  load: (id: string) =>
    /\.(sql|md|ya?ml)$/.test(id) ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))}` : undefined,
}

const servers = ['test/support/global-servers.ts']
const project = (name: string, overrides: Record<string, unknown> = {}) => ({
  plugins: [filesAsText],
  test: {name, include: [`test/${name}/**/*.test.ts`], testTimeout: 60_000, hookTimeout: 120_000, ...overrides},
})

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('unit'),
      project('contract', {globalSetup: servers}),
      project('integration', {globalSetup: [...servers, 'test/support/global-openapi.ts']}),
      project('real', {globalSetup: [...servers, 'test/support/global-tools.ts'], hookTimeout: 120_000}),
      project('kill', {globalSetup: servers, testTimeout: 1_800_000}),
      project('e2e', {
        globalSetup: [
          ...servers,
          'test/support/global-build.ts',
          'test/support/global-openapi.ts',
          'test/support/global-linters.ts',
        ],
        testTimeout: 120_000,
      }),
    ],
  },
})
