/** One argument of an SQL call, as NiFi's SQL processors take it from attributes. */
export interface SqlArgument {
  /** Of java.sql.Types. */
  readonly type: '4' | '12'
  /** In NiFi's expression language; null: an attribute that is there already. */
  readonly value: string | null
}

export const text = (value: string): SqlArgument => ({type: '12', value})
export const integer = (value: string): SqlArgument => ({type: '4', value})

/**
 * NiFi's own default. Left out, a flow that is installed over another one unsets it in NiFi 2.6, and the processor gets a
 * relationship for state that leads nowhere.
 */
export const withoutState = {'Store State': 'Do not store state'}

/**
 * Properties of an UpdateAttribute that makes these the arguments of the call behind it, and no others.
 * @param gone patterns of other attributes to take out
 */
export function bound(values: readonly SqlArgument[], gone: readonly string[] = []): Readonly<Record<string, string>> {
  const others = `sql\\.args\\.(\\d+\\.format|[${values.length + 1}-9]\\..*|\\d\\d+\\..*)`
  const own = values.flatMap(({type, value}, index) => {
    const name = `sql.args.${index + 1}`
    return [[`${name}.type`, type], ...(value === null ? [] : [[`${name}.value`, value]])]
  })
  return {
    ...withoutState,
    // What is named here is not set in the same step, so it names only the others.
    'Delete Attributes Expression': [others, ...gone].join('|'),
    ...(Object.fromEntries(own) as Record<string, string>),
  }
}
