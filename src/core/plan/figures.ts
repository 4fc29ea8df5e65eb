const counts = new Intl.NumberFormat('en-IN', {maximumFractionDigits: 0})
const percents = new Intl.NumberFormat('en-IN', {maximumFractionDigits: 2})

/** Whole numbers as their readers write them: Indian grouping, 12,50,340. */
export const figure = (value: number): string => counts.format(value)

/** "1 row", "12,50,340 rows". */
export const rowsOf = (value: number): string => `${figure(value)} ${value === 1 ? 'row' : 'rows'}`

/** @param share 0 … 1 */
export const percentOf = (share: number): string => `${percents.format(share * 100)} %`
