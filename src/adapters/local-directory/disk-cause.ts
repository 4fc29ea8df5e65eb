import {errno} from './durable-file.ts'

const causes: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EACCES: 'the right to write there is missing',
  EPERM: 'the right is missing, or this file system has no hard links',
  ENOTSUP: 'this file system has no hard links',
  EXDEV: 'the two folders are on different file systems',
  EROFS: 'the file system is mounted read-only',
  ENOTDIR: 'a part of the path is a file',
  ENAMETOOLONG: 'a part of the path is longer than this file system allows',
  EIO: 'the disk failed',
}

/** What a person may know of a failed system call. */
export function because(error: unknown): string {
  const code = errno(error)
  const cause = causes[code]
  return cause === undefined ? code : `${code}: ${cause}`
}
