import type {Database} from '../../src/adapters/postgres/connection.ts'

/** A change of the text of one function of the ledger. */
export interface Replacement {
  readonly name: string
  readonly replace: string | RegExp
  readonly by: string
}

/** Breaks the ledger of a test's own database on purpose. Fails when the text to replace is not there any more. */
export async function replaceInFunctions(database: Database, replacements: readonly Replacement[]): Promise<void> {
  for (const {name, replace, by} of replacements) {
    const [row] = await database.query(
      "select pg_get_functiondef(p.oid) as text from pg_proc p where pronamespace = 'cqube_replay'::regnamespace and proname = $1",
      [name],
    )
    const text = String(row?.['text'])
    const weaker = text.replace(replace, by)
    if (weaker === text) throw new Error(`cqube_replay.${name} has changed: ${String(replace)} is not in it.`)
    await database.query(weaker)
  }
}
