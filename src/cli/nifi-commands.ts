import {type Command} from 'commander'
import {withExamples, type ProgramContext} from './program-context.ts'
import type {InstallOptions} from './nifi/install.ts'
import type {UninstallOptions} from './nifi/uninstall.ts'
import type {GlobalOptions} from './terminal.ts'

/** The flow in NiFi that deletes, where the settings name a NiFi. */
export function addNifiCommands(program: Command, {terminal, finish}: ProgramContext): void {
  const nifi = withExamples(
    program.command('nifi').description('install, look at, trigger or remove the flow in NiFi that deletes'),
    'cqube-replay nifi install --dry-run',
    'cqube-replay nifi status',
  )
  const install = nifi
    .command('install')
    .description('make or update the flow in NiFi; changes nothing that is right, keeps what waits in queues')
    .option('--dry-run', 'say what would be done, and do nothing')
    .option('--secrets', 'send passwords and keys also where NiFi has some: after they were changed')
    .option('--force', 'replace what somebody changed in the flow by hand, or a newer flow')
    .action(async (_, called: Command) => {
      const {installFlow} = await import('./nifi/install.ts')
      finish(await installFlow(terminal, called.optsWithGlobals<InstallOptions>()))
    })
  withExamples(install, 'cqube-replay nifi install --dry-run', 'cqube-replay nifi install')
  install.addHelpText(
    'after',
    `
Secrets are read from the environment, once:
  CQUBE_REPLAY_NIFI_DATABASE_PASSWORD       of \`nifi.database_user\`
  CQUBE_REPLAY_NIFI_S3_ACCESS_KEY_ID, CQUBE_REPLAY_NIFI_S3_SECRET_ACCESS_KEY
                                            where documents lie in S3 (\`nifi.s3_sign_in: keys\`)`,
  )

  const status = nifi
    .command('status')
    .description('show how the flow is, what waits in it, and what is wrong in words; changes nothing')
    .action(async (_, called: Command) => {
      const {showFlowStatus} = await import('./nifi/status.ts')
      finish(await showFlowStatus(terminal, called.optsWithGlobals<GlobalOptions>()))
    })
  withExamples(status, 'cqube-replay nifi status', 'cqube-replay nifi status --json')

  const trigger = nifi
    .command('trigger')
    .description('let NiFi ask the ledger now, and wait until it has done what it was given')
    .action(async (_, called: Command) => {
      const {triggerFlow} = await import('./nifi/trigger.ts')
      finish(await triggerFlow(terminal, called.optsWithGlobals<GlobalOptions>()))
    })
  withExamples(trigger, 'cqube-replay nifi trigger')

  const uninstall = nifi
    .command('uninstall')
    .description('remove the flow from NiFi; refuses while anything waits in it, and asks before it does')
    .option('--yes <group>', 'in scripts: the name of the group, instead of typing it')
    .action(async (_, called: Command) => {
      const {uninstallFlow} = await import('./nifi/uninstall.ts')
      finish(await uninstallFlow(terminal, called.optsWithGlobals<UninstallOptions>()))
    })
  withExamples(uninstall, 'cqube-replay nifi uninstall', 'cqube-replay nifi uninstall --yes cqube-replay')
}
