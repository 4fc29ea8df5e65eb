import {steps, valuedOptions, type CommandNode} from './command-tree.ts'
import {argumentWords, noted, quoted, wantsPath} from './shell-text.ts'

/** A name and what is said of it, between which a colon stands. */
const described = (name: string, description: string): string => quoted(`${name.replaceAll(':', '\\:')}:${description}`)

export function zshScript(nodes: readonly CommandNode[]): string {
  const walk = [
    ...steps(nodes).map(({path, name, to}) => `      ${quoted(`${path}/${name}`)}) at=${quoted(to)} ;;`),
    ...valuedOptions(nodes).map(
      ({path, name, value}) => `      ${quoted(`${path}/${name}`)}) expects=${quoted(noted(value))} ;;`,
    ),
  ]
  const offers = nodes.map((node) => {
    const words = [
      ...node.commands.map(({name, description}) => described(name, description)),
      ...argumentWords(node).map(quoted),
    ]
    const options = node.options.map(({long, short, description}) => described(long ?? short ?? '', description))
    return [
      `    ${quoted(node.path)})`,
      `      offered=(${words.join(' ')})`,
      `      options=(${options.join(' ')})`,
      ...(wantsPath(node) ? ['      paths=yes'] : []),
      '      ;;',
    ].join('\n')
  })
  return `#compdef cqube-replay
# Completion of cqube-replay for zsh. For this shell:
#   source <(cqube-replay completion zsh)
# For every shell, with a folder that is in $fpath:
#   cqube-replay completion zsh > ~/.zfunc/_cqube-replay
(( $+functions[compdef] )) && compdef _cqube_replay cqube-replay
_cqube_replay() {
  local at='' expects='' paths='' word
  local -a offered options
  local -i i
  for ((i = 2; i <= CURRENT; i++)); do
    word=\${words[i]}
    # The value behind an equals sign is in the same word.
    if ((i == CURRENT)); then
      [[ $word == --*=* ]] || break
      word=\${word%%=*}
      compset -P 1 '*='
    elif [[ -n $expects ]]; then
      expects=''
      continue
    fi
    case "$at/$word" in
${walk.join('\n')}
    esac
  done
  case $expects in
    '') ;;
    path) _files; return ;;
    free) return 1 ;;
    *) compadd -- \${=expects}; return ;;
  esac
  case $at in
${offers.join('\n')}
  esac
  if [[ $PREFIX == -* ]]; then
    _describe -o option options
    return
  fi
  _describe word offered
  if [[ -n $paths ]]; then _files; fi
}
if [[ $funcstack[1] == _cqube-replay ]]; then _cqube_replay "$@"; fi
`
}
