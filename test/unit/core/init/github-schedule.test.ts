import {describe, expect, it} from 'vitest'
import {scheduleLines} from '../../../../src/core/init/github-schedule.ts'

const onGithub = (...patterns: string[]) => scheduleLines({patterns, timeZone: 'Asia/Kolkata', knowsZones: true})
const onServer = (timeZone: string, ...patterns: string[]) => scheduleLines({patterns, timeZone, knowsZones: false})

describe('the schedule of a workflow', () => {
  it('is that of the settings, on the same clocks', () => {
    expect(onGithub('0 22 * * *', '*/30 6-8 1,15 JAN MON-FRI')).toBe(
      `  schedule:
    - cron: '0 22 * * *'
      timezone: Asia/Kolkata
    - cron: '*/30 6-8 1,15 JAN MON-FRI'
      timezone: Asia/Kolkata`,
    )
  })

  it.each([
    ['7', '0'],
    ['1,7', '1,0'],
    ['5-7', '5,6,0'],
    ['0-7', '0,1,2,3,4,5,6'],
    ['1-7/3', '1,4,0'],
    ['0-6', '0-6'],
    ['*/2', '*/2'],
    ['SUN', 'SUN'],
  ])('has no seventh day, which GitHub does not know: %s is %s', (days, shown) => {
    expect(onGithub(`0 7 7 7 ${days}`)).toContain(`'0 7 7 7 ${shown}'`)
  })

  it.each([
    ['Asia/Kolkata', '0 22 * * *', '30 16 * * *'],
    ['Asia/Kolkata', '15 2 * * *', '45 20 * * *'],
    ['Asia/Kathmandu', '0 0 * * *', '15 18 * * *'],
    ['America/Bogota', '30 21 * * *', '30 2 * * *'],
    ['UTC', '0 22 * * *', '0 22 * * *'],
  ])('is in UTC for a server that knows no zones: %s, %s', (zone, pattern, inUtc) => {
    expect(onServer(zone, pattern)).toBe(
      `  schedule:\n    - cron: '${inUtc}' # UTC: ${pattern} on the clocks of ${zone}`,
    )
  })

  it.each([
    ['Europe/Berlin', '0 22 * * *'],
    ['Asia/Kolkata', '0 2 * * MON'],
    ['Asia/Kolkata', '*/15 * * * *'],
  ])('is never at a wrong time there: %s, %s is left to the operator', (zone, pattern) => {
    expect(onServer(zone, pattern)).toBe(
      `  # schedule:\n    # To be written in UTC: ${pattern} on the clocks of ${zone}.`,
    )
  })
})
