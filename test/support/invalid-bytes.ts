const reason = Buffer.from('reason: ')
const hex = (digits: string): Buffer => Buffer.from(digits, 'hex')

/** Bytes that are no UTF-8, or another encoding's text; JSONTestSuite is told in strings and has none of them. */
export const invalidBytes: readonly Uint8Array[] = [
  // Lone continuation, lone lead, overlong slash and zero, a surrogate, beyond the last code point, bytes that never occur.
  ...['80', 'c3', 'c0af', 'c080', 'e08080', 'eda080', 'f4908080', 'f8888080', 'fe', 'ff'].map(hex),
  ...['80', 'c3', 'c0af', 'eda080', 'ff'].map((digits) => Buffer.concat([reason, hex(digits), Buffer.from('\n')])),
  // A text that ends in the middle of a character.
  Buffer.concat([reason, Buffer.from('स्कूल').subarray(0, -1)]),
  Buffer.from('\ufeffreason: twice\n', 'utf16le'),
  Buffer.from('reason: caf\xe9\n', 'latin1'),
  Buffer.from('\ufeff\ufeffreason: two marks\n'),
  Buffer.from('{"reason": "\\ud800"}'),
  Buffer.alloc(1000),
  Buffer.alloc(256 * 1024, 0xff),
  Buffer.from(Array.from({length: 256}, (_, byte) => byte)),
]
