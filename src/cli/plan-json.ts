import type {Plan} from '../commands/plan.ts'
import {planContent} from '../entries/plan-content.ts'
import {jsonText} from './terminal.ts'

/** The object of `plan --json`: the same facts as the text. */
export const planJson = (plan: Plan): string => jsonText('plan', planContent(plan))
