import type {CommandNode, Value} from './command-tree.ts'

/** A text in single quotes, as bash and zsh read it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** What a script notes of a value: its words, `path`, or `free`. */
export const noted = (value: Value): string => (value.kind === 'words' ? value.words.join(' ') : value.kind)

/** Words that may stand where an argument is wanted. */
export const argumentWords = (node: CommandNode): readonly string[] =>
  node.arguments.flatMap((value) => (value.kind === 'words' ? value.words : []))

export const wantsPath = (node: CommandNode): boolean => node.arguments.some(({kind}) => kind === 'path')
