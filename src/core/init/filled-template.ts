/**
 * A template that is itself a valid file, filled in: lines between `#? name` and `#? end` stay where that part is wanted,
 * and each text that stands for a value gives way to the value.
 * @param values pairs of what stands in the template and what comes in its place, each wherever it stands
 */
export function filledTemplate(
  template: string,
  parts: ReadonlySet<string>,
  values: readonly (readonly [string, string])[],
): string {
  const lines: string[] = []
  let isWanted = true
  for (const line of template.split('\n')) {
    const [, name] = /^#\? (\S+)$/.exec(line) ?? []
    if (name === undefined && isWanted) lines.push(line)
    if (name !== undefined) isWanted = name === 'end' || parts.has(name)
  }
  return values.reduce((text, [from, to]) => text.replaceAll(from, () => to), lines.join('\n'))
}
