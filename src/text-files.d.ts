/** The build turns these into their text, as it does with `.sql`. */
declare module '*.md' {
  const text: string
  export default text
}
declare module '*.yaml' {
  const text: string
  export default text
}
declare module '*.yml' {
  const text: string
  export default text
}
