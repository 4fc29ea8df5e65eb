import {createHash} from 'node:crypto'
import type {Problem} from '../problem.ts'
import {visible} from '../problem-text.ts'
import {withStableKeys} from './stable-key.ts'

const severities: Readonly<Record<Problem['severity'], string>> = {error: 'major', warning: 'minor', note: 'info'}

/**
 * A report for GitLab's Code Quality: `artifacts: reports: codequality`. A problem keeps its fingerprint when lines move,
 * so that a merge request shows only those that it brings.
 */
export function gitlabReport(problems: readonly Problem[]): string {
  const issues = withStableKeys(problems).map(([{code, severity, place, what, fix}, key]) => ({
    type: 'issue',
    check_name: code,
    description: visible(`${code}: ${what} ${fix}`),
    categories: ['Bug Risk'],
    severity: severities[severity],
    fingerprint: createHash('sha256').update(key).digest('hex'),
    location: {path: place.file, lines: {begin: place.line}},
  }))
  return `${JSON.stringify(issues, null, 2)}\n`
}
