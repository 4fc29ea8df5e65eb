import type {StatusSection} from './section.ts'

/** By the settings of this checkout; whether a daemon runs anywhere nobody can know here. */
export const nextStartsSection: StatusSection = ({nextStarts}, {at}) =>
  nextStarts.length === 0
    ? '`schedule.cron` is never due: a daemon would start no run'
    : ['Next starts by the schedule, where a daemon runs:', ...nextStarts.map((start) => `  ${at(start)}`)].join('\n')
