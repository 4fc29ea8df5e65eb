import {expect, test} from 'vitest'
import {emissionBucketFinding, outputBucketFinding} from '../../../../src/core/doctor/bucket-findings.ts'
import type {Finding} from '../../../../src/core/doctor/finding.ts'

const fine = {place: 's3://cqube-emission/cqube_replay/', troubles: []}
const locked = {...fine, troubles: ['write: these credentials have no right to it (AccessDenied, HTTP 403)']}
const told = ({status, code, found, fix}: Finding): string => [status, code, found, fix].filter(Boolean).join(' | ')

test('a bucket is told with what it holds, and what is to be done', () => {
  const findings = [
    emissionBucketFinding(fine, {most: 1, areKept: true}, 'required'),
    emissionBucketFinding(fine, {most: 3, areKept: true}, 'required'),
    emissionBucketFinding(fine, {most: 3, areKept: true}, 'read_first'),
    emissionBucketFinding(fine, {most: 0, areKept: true}, 'required'),
    emissionBucketFinding(fine, {most: 1, areKept: false}, 'required'),
    emissionBucketFinding(locked, null, 'required'),
    outputBucketFinding(fine),
    outputBucketFinding(locked),
  ]

  expect(findings.map(told).join('\n')).toMatchInlineSnapshot(`
    "ok | s3://cqube-emission/cqube_replay/: readable and writable; of writers at once exactly one creates a key
    failure | S3_NOT_ATOMIC | s3://cqube-emission/cqube_replay/: 3 writers at once were each told that they had created the same key | Use a server that holds \`If-None-Match: *\` (docs/s3.md names some) and run \`cqube-replay doctor\`, which tries it anew; or accept this one by \`s3.conditional_put: read_first\`.
    note | s3://cqube-emission/cqube_replay/: 3 writers at once were each told that they had created the same key; by the settings a key is looked at before it is written, and each report says so
    failure | S3_NOT_ATOMIC | s3://cqube-emission/cqube_replay/: of many writers at once nobody was ever told that it had created a free key | Use a server that holds \`If-None-Match: *\` (docs/s3.md names some) and run \`cqube-replay doctor\`, which tries it anew; or accept this one by \`s3.conditional_put: read_first\`.
    failure | S3_NOT_ATOMIC | s3://cqube-emission/cqube_replay/: what was there in the end was not the object of the one writer who was told that it had created it | Use a server that holds \`If-None-Match: *\` (docs/s3.md names some) and run \`cqube-replay doctor\`, which tries it anew; or accept this one by \`s3.conditional_put: read_first\`.
    failure | EMISSION_FAILED | s3://cqube-emission/cqube_replay/: write: these credentials have no right to it (AccessDenied, HTTP 403) | Check endpoint, region and bucket in the settings, and that the credentials may list, read, write and remove there.
    ok | s3://cqube-emission/cqube_replay/: readable and writable; the folders of cQube's reports are not touched to try them
    failure | OUTPUT_FAILED | s3://cqube-emission/cqube_replay/: write: these credentials have no right to it (AccessDenied, HTTP 403) | Check endpoint, region and bucket in the settings, and that the credentials may list, read, write and remove there."
  `)
})
