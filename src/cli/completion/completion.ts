import type {Command} from 'commander'
import {bashScript} from './bash.ts'
import {commandTree, type CommandNode} from './command-tree.ts'
import {fishScript} from './fish.ts'
import {zshScript} from './zsh.ts'

export type Shell = 'bash' | 'zsh' | 'fish'

const scripts: Readonly<Record<Shell, (nodes: readonly CommandNode[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
}

/** Made of the commands themselves, so it knows what `--help` knows. */
export const completionScript = (shell: Shell, program: Command): string => scripts[shell](commandTree(program))
