import {zonedTime} from '../core/report/zoned-time.ts'

/** @returns `YYYY-MM-DD` on the clocks of the settings' zone */
export const todayIn = ({timeZone}: {readonly timeZone: string}, now: Date): string =>
  zonedTime(now.toISOString(), timeZone).slice(0, 10)
