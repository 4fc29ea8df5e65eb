import {expect, it} from 'vitest'
import {signatureKind} from '../../../../src/adapters/git/signature-kind.ts'

const ssh = '-----BEGIN SSH SIGNATURE-----\n U1NIU0lH\n -----END SSH SIGNATURE-----'
const pgp = '-----BEGIN PGP SIGNATURE-----\n \n iQEz\n -----END PGP SIGNATURE-----'
const commit = (header: string, text = 'Ask for a replay\n') =>
  new TextEncoder().encode(
    `tree ${'a1'.repeat(20)}\nauthor Asha <a@x> 1795613329 +0530\ncommitter Asha <a@x> 1795613329 +0530\n${header}\n${text}`,
  )

it.each([
  ['no signature', commit(''), 'none'],
  ['one of ssh', commit(`gpgsig ${ssh}\n`), 'ssh'],
  ['one of ssh in a repository of SHA-256', commit(`gpgsig-sha256 ${ssh}\n`), 'ssh'],
  ['one of OpenPGP', commit(`gpgsig ${pgp}\n`), 'other'],
  ['two of ssh', commit(`gpgsig ${ssh}\ngpgsig ${ssh}\n`), 'other'],
  ['one of ssh behind one of OpenPGP', commit(`gpgsig ${pgp}\ngpgsig ${ssh}\n`), 'other'],
  ['one that does not begin with the line of ssh', commit(`gpgsig \n ${ssh}\n`), 'other'],
  ['one in the text', commit('', `gpgsig ${ssh}\n`), 'none'],
  ['one of a tag that was merged', commit(`mergetag object ${'b1'.repeat(20)}\n gpgsig ${ssh}\n`), 'none'],
  ['another header that begins alike', commit(`gpgsigned yes\n`), 'none'],
])('a commit with %s', (_, bytes, kind) => {
  expect(signatureKind(bytes)).toBe(kind)
})
