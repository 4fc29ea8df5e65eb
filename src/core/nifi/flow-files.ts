import {flowPicture} from './flow-picture.ts'
import {exampleSite, replayFlow} from './replay-flow.ts'

/** Files of the repository that are made from the flow, by their paths. `npm run generate:flow` writes them. */
export const flowFiles = (): Readonly<Record<string, string>> => ({
  'nifi/cqube-replay-flow.json': `${JSON.stringify(replayFlow(exampleSite), null, 2)}\n`,
  'docs/nifi-flow.svg': flowPicture(replayFlow(exampleSite)),
})
