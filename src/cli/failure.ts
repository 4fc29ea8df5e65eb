import type {Failure} from '../entries/failure.ts'
import {noColours, type Colours} from './colours.ts'

export const failureText = ({code, message, fix, stack}: Failure, {red, bold}: Colours = noColours): string =>
  `${[`${red(`${code}:`)} ${message}`, `${bold('Fix:')} ${fix}`, ...(stack === null ? [] : [stack])].join('\n')}\n`
