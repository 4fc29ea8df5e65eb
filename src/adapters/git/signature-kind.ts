const sshBegin = '-----BEGIN SSH SIGNATURE-----'

/**
 * How a commit is signed, by the first line of its signature. git checks by the same line, with the program that it
 * belongs to; only ssh's is wanted. A commit with several signatures is none of ours: git reads them as one text.
 * @param commit as `git cat-file` shows it: header lines, those of a long value beginning with a blank, an empty line, text
 */
export function signatureKind(commit: Uint8Array): 'none' | 'ssh' | 'other' {
  const text = Buffer.from(commit).toString('latin1')
  const [header = ''] = text.split('\n\n', 1)
  const signatures = header.split('\n').filter((line) => /^gpgsig(-sha256)? /.test(line))
  const [first] = signatures
  if (first === undefined) return 'none'
  const begin = first.slice(first.indexOf(' ') + 1)
  return signatures.length === 1 && begin === sshBegin ? 'ssh' : 'other'
}
