import type {Command, Option} from 'commander'

/** What may stand where a value is wanted: one of these words, a path, or something that nobody can guess. */
export type Value = {readonly kind: 'words'; readonly words: readonly string[]} | {readonly kind: 'path' | 'free'}

export interface CommandOption {
  /** `--json`; null for an option that has only a short name. */
  readonly long: string | null
  /** `-C` */
  readonly short: string | null
  readonly description: string
  /** Null: it takes none. */
  readonly value: Value | null
}

/** A command as a shell meets it. */
export interface CommandNode {
  /** Its words without the program's: `db catalogue apply`; empty for the program itself. */
  readonly path: string
  readonly commands: readonly {readonly name: string; readonly description: string}[]
  /** Its own and those of every command. */
  readonly options: readonly CommandOption[]
  readonly arguments: readonly Value[]
}

/** By the names that the commands give to their values: this is how a path is called throughout. */
const pathNames = ['path', 'paths', 'file', 'files', 'folder', 'directory']

function valueOf(name: string, words: readonly string[] | undefined): Value {
  if (words !== undefined) return {kind: 'words', words}
  return {kind: pathNames.includes(name) ? 'path' : 'free'}
}

const optionOf = ({long, short, description, flags, argChoices}: Option): CommandOption => {
  const [, name] = /[<[]([\w-]+)/.exec(flags) ?? []
  return {
    long: long ?? null,
    short: short ?? null,
    description,
    value: name === undefined ? null : valueOf(name, argChoices),
  }
}

/** The command and all below it, those first that are above others. */
export function commandTree(command: Command, path = ''): readonly CommandNode[] {
  const help = command.createHelp()
  const commands = help.visibleCommands(command)
  const node: CommandNode = {
    path,
    commands: commands.map((each) => ({name: each.name(), description: each.description()})),
    options: [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)].map(optionOf),
    arguments: command.registeredArguments.map((argument) => valueOf(argument.name(), argument.argChoices)),
  }
  const below = commands
    .filter((each) => each.name() !== 'help')
    .flatMap((each) => commandTree(each, `${path} ${each.name()}`.trim()))
  return [node, ...below]
}

/** Every name of every option that takes a value, with the command that it is of. */
export const valuedOptions = (nodes: readonly CommandNode[]): {path: string; name: string; value: Value}[] =>
  nodes.flatMap(({path, options}) =>
    options.flatMap(({long, short, value}) =>
      value === null ? [] : [long, short].flatMap((name) => (name === null ? [] : [{path, name, value}])),
    ),
  )

/** Every step from a command to one below it. */
export const steps = (nodes: readonly CommandNode[]): {path: string; name: string; to: string}[] =>
  nodes.flatMap(({path, commands}) =>
    commands.map(({name}) => ({path, name, to: `${path} ${name}`.trim()})).filter(({name}) => name !== 'help'),
  )
