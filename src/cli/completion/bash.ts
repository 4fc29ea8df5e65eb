import {steps, valuedOptions, type CommandNode} from './command-tree.ts'
import {argumentWords, noted, quoted, wantsPath} from './shell-text.ts'

/** For bash 4 and newer. Whatever is behind a command's name was walked through first: `expects` is what comes next. */
export function bashScript(nodes: readonly CommandNode[]): string {
  const walk = [
    ...steps(nodes).map(({path, name, to}) => `      ${quoted(`${path}/${name}`)}) at=${quoted(to)} ;;`),
    ...valuedOptions(nodes).map(
      ({path, name, value}) => `      ${quoted(`${path}/${name}`)}) expects=${quoted(noted(value))} ;;`,
    ),
  ]
  const offers = nodes.map((node) => {
    const words = [...node.commands.map(({name}) => name), ...argumentWords(node)]
    const options = node.options.flatMap(({long, short}) => [long ?? short ?? ''])
    const path = wantsPath(node) ? ' paths=yes' : ''
    return `    ${quoted(node.path)}) words=${quoted(words.join(' '))} options=${quoted(options.join(' '))}${path} ;;`
  })
  return `# Completion of cqube-replay for bash 4 and newer. For this shell:
#   source <(cqube-replay completion bash)
# For every shell:
#   cqube-replay completion bash > ~/.local/share/bash-completion/completions/cqube-replay
_cqube_replay() {
  local cur=\${COMP_WORDS[COMP_CWORD]} at='' expects='' words='' options='' paths='' word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    # bash takes --format=json apart.
    if [[ $word == '=' ]]; then continue; fi
    if [[ -n $expects ]]; then expects=''; continue; fi
    case "$at/$word" in
${walk.join('\n')}
    esac
  done
  if [[ $cur == '=' ]]; then cur=''; fi
  COMPREPLY=()
  case $expects in
    '') ;;
    path) compopt -o default 2> /dev/null; return ;;
    free) return ;;
    *) mapfile -t COMPREPLY < <(compgen -W "$expects" -- "$cur"); return ;;
  esac
  case $at in
${offers.join('\n')}
  esac
  if [[ $cur == -* ]]; then words=$options; paths=''; fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
  if [[ -n $paths ]]; then compopt -o default 2> /dev/null; fi
}
complete -F _cqube_replay cqube-replay
`
}
