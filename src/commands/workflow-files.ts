import actionlint from '../../templates/github/actionlint.yaml'
import comment from '../../templates/github/cqube-replay-comment.yml'
import plan from '../../templates/github/cqube-replay-plan.yml'
import run from '../../templates/github/cqube-replay-run.yml'
import validate from '../../templates/github/cqube-replay-validate.yml'
import {wantedWorkflows, workflowText, type WorkflowContext, type WorkflowName} from '../core/init/github-workflows.ts'
import type {ScaffoldFile} from './scaffold-file.ts'

const templates: Readonly<Record<WorkflowName, string>> = {run, plan, comment, validate}

export const workflowPath = (name: WorkflowName): string => `.github/workflows/cqube-replay-${name}.yml`

/** What a repository on GitHub needs beyond the files of each one, in the order in which they are made. */
export const workflowFiles = (context: WorkflowContext): readonly ScaffoldFile[] => [
  {path: '.github/actionlint.yaml', text: actionlint, isListOfLines: true},
  ...wantedWorkflows(context).map((name) => ({
    path: workflowPath(name),
    text: workflowText(templates[name], context),
    isListOfLines: false,
  })),
]
