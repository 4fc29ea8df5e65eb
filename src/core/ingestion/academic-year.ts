/** cQube's school year begins in June: months 1 to 5 lie in the second calendar year of `2020-21`, 6 to 12 in the first. */
export const firstMonth = 6

export const academicYearOf = (year: number, month: number): string => {
  const first = month >= firstMonth ? year : year - 1
  return `${first}-${String((first + 1) % 100).padStart(2, '0')}`
}
