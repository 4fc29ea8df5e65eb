/** Points between the acts of a run, in the order in which a run reaches them; `*` ones once per document or deletion. */
export const runPoints = [
  'fetched',
  'lease-taken',
  'open-runs-read',
  'files-settled',
  'planned',
  'before-start',
  'started',
  'before-submit',
  'submitted',
  'before-emission',
  'document-created',
  'document-recorded',
  'emitted',
  'before-deletions',
  'before-deletion',
  'deletion-sent',
  'deletion-done',
  'deletions-done',
  'before-recount',
  'recounted',
  'before-outputs',
  'option-file-written',
  'output-moved',
  'outputs-done',
  'before-holes',
  'holes-counted',
  'verified',
  'report-built',
  'report-committed',
  'before-push',
  'pushed',
  'before-report-recorded',
  'report-recorded',
  'before-release',
  'released',
] as const

/** Points of the embedded ingestion, which most runs do not come to; all but the last once per file or object. */
export const ingestionPoints = [
  'before-file',
  'file-copied',
  'before-load-commit',
  'file-loaded',
  'output-written',
  'outputs-written',
] as const

/** Points of a run that waits for NiFi; each of them again and again. */
export const nifiPoints = ['deletion-awaited', 'loading-awaited'] as const
export type RunPoint = (typeof runPoints)[number] | (typeof ingestionPoints)[number] | (typeof nifiPoints)[number]
