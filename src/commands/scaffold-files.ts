import readme from '../../replay-requests/README.md'
import crc from '../../replay-requests/examples/crc.yaml'
import dikshaSummaryRollup from '../../replay-requests/examples/diksha_summary_rollup.yaml'
import dikshaTpd from '../../replay-requests/examples/diksha_tpd.yaml'
import infrastructure from '../../replay-requests/examples/infrastructure.yaml'
import periodicAssessmentTest from '../../replay-requests/examples/periodic_assessment_test.yaml'
import semester from '../../replay-requests/examples/semester.yaml'
import staticData from '../../replay-requests/examples/static.yaml'
import studentAttendance from '../../replay-requests/examples/student_attendance.yaml'
import teacherAttendance from '../../replay-requests/examples/teacher_attendance.yaml'
import udise from '../../replay-requests/examples/udise.yaml'
import requestSchema from '../../schemas/replay-request.schema.json' with {type: 'json'}
import settingsSchema from '../../schemas/settings.schema.json' with {type: 'json'}
import {codeOwners, gitAttributes, gitIgnore} from '../core/init/repository-files.ts'
import {settingsTemplate, type ChosenSettings} from '../core/init/settings-template.ts'
import type {ActionReference} from '../core/init/action-reference.ts'
import type {Forge} from '../core/init/forge.ts'
import type {Settings} from '../core/settings/settings.ts'
import type {ScaffoldFile} from './scaffold-file.ts'
import {settingsPath} from './settings-file.ts'
import {workflowFiles} from './workflow-files.ts'

const examples: Readonly<Record<string, string>> = {
  crc,
  diksha_summary_rollup: dikshaSummaryRollup,
  diksha_tpd: dikshaTpd,
  infrastructure,
  periodic_assessment_test: periodicAssessmentTest,
  semester,
  static: staticData,
  student_attendance: studentAttendance,
  teacher_attendance: teacherAttendance,
  udise,
}

/** Where the repository lies, and which Action its workflows use. */
export interface Host {
  readonly forge: Forge
  readonly action: ActionReference
}

export const settingsFile = (chosen: ChosenSettings): string => settingsTemplate(settingsSchema, chosen)

/**
 * Every file of an operator's repository, in the order in which they are made.
 * @param settings those that will be in force: they say where requests lie, and what no commit should hold
 */
export function scaffoldFiles(
  settings: Settings,
  chosen: ChosenSettings,
  {forge, action}: Host,
): readonly ScaffoldFile[] {
  const {requestsDirectory: requests, emission, outputs} = settings
  const whole = (path: string, text: string): ScaffoldFile => ({path, text, isListOfLines: false})
  const lines = (path: string, text: string): ScaffoldFile => ({path, text, isListOfLines: true})
  return [
    whole(settingsPath, settingsFile(chosen)),
    whole(`${requests}/README.md`, readme.replaceAll('replay-requests/', `${requests}/`)),
    ...Object.entries(examples).map(([name, text]) =>
      whole(`${requests}/examples/${name}.yaml`, withSchemaFrom(text, requests)),
    ),
    whole('schemas/replay-request.schema.json', jsonOf(requestSchema)),
    whole('schemas/settings.schema.json', jsonOf(settingsSchema)),
    lines('.gitattributes', gitAttributes(requests)),
    lines('.gitignore', gitIgnore({emission: emission.directory, outputs: outputs.directory})),
    lines('CODEOWNERS', codeOwners(requests, forge !== 'none')),
    ...(forge === 'none' ? [] : workflowFiles({settings, forge, action})),
  ]
}

const jsonOf = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** The examples name the schema as seen from a folder of the root. */
function withSchemaFrom(example: string, requests: string): string {
  const up = '../'.repeat(requests.split('/').length + 1)
  return example.replace('$schema=../../schemas/', `$schema=${up}schemas/`)
}
