/** No key of any store: each would lead elsewhere, or to something hidden. */
export const hostileKeys = [
  '',
  '/etc/passwd',
  '../x.json',
  'a/../x.json',
  'a//x.json',
  './x.json',
  'a/.tmp-1',
  'a\\b',
  'a\0b',
  'a/',
]
