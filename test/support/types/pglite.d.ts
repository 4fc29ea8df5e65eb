/** The part that the tests use. The package's own declarations need those of a browser and of Emscripten. */
export class PGlite {
  static create(): Promise<PGlite>
  query<R>(sql: string, parameters?: readonly unknown[]): Promise<{readonly rows: R[]; readonly affectedRows?: number}>
  exec(sql: string): Promise<unknown>
  close(): Promise<void>
}
