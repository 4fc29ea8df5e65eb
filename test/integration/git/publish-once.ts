import {reportOf, reportsOf} from '../../contract/reports/finished-run.ts'
import type {GitRemote} from '../../support/git-remote.ts'

/** A process of its own, so that it can be killed: publishes one report from the checkout that it is given. */
const [place, runId] = process.argv.slice(2)
const remote = JSON.parse(place ?? '') as GitRemote
process.stdout.write('started\n')
await reportsOf(remote).publish(reportOf(runId ?? ''))
process.stdout.write('published\n')
