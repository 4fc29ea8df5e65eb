import {execFileSync} from 'node:child_process'

/** What users start is what the tests start: build/cli.js, built once from this source. */
export function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], {stdio: 'pipe'})
}
