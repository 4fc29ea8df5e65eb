import {execFileSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {TestProject} from 'vitest/node'

const build = (script: string, ...words: readonly string[]): void => {
  execFileSync(process.execPath, [script, ...words], {stdio: 'pipe'})
}

/**
 * What users start is what the tests start: build/cli.js, and the bundle of the Action, built once from this source. The
 * committed one in dist/ stays as it is: test/e2e/dist.test.ts holds it to this source.
 */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'cqube-replay-dist-'))
  build('scripts/build.mjs', '--without-action')
  build('scripts/build-action.mjs', join(folder, 'dist'))
  project.provide('actionFile', join(folder, 'dist/index.js'))
  return () => {
    rmSync(folder, {recursive: true, force: true})
  }
}
