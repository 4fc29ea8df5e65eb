/** Whether a version such as `1.15.3` or `2.0.0-M4` is that one or a later one. */
export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [, ownMajor = '0', ownMinor = '0'] = /^(\d+)\.(\d+)/.exec(version) ?? []
  return Number(ownMajor) > major || (Number(ownMajor) === major && Number(ownMinor) >= minor)
}
