import {catalogueProblems} from './catalogue/catalogue-problems.ts'
import {documentProblems} from './document/document-problems.ts'
import {errorsWithFix, type ProblemEntry} from './problem-entry.ts'
import {requestProblems} from './request/request-problems.ts'
import {settingsProblems} from './settings/settings-problems.ts'

const entries = {
  ...documentProblems,
  ...requestProblems,
  ...errorsWithFix(settingsProblems),
  ...errorsWithFix(catalogueProblems),
}

export type ProblemCode = keyof typeof entries

/** Mistakes in files. The codes are permanent: reviewers search for them, annotations keep them. */
export const problemCatalogue: Readonly<Record<ProblemCode, ProblemEntry>> = entries
