import {steps, valuedOptions, type CommandNode, type CommandOption, type Value} from './command-tree.ts'
import {argumentWords, wantsPath} from './shell-text.ts'

/** A text in single quotes, as fish reads it. */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

const valueFlags = (value: Value | null): string => {
  if (value === null) return ''
  if (value.kind === 'words') return ` -x -a ${quoted(value.words.join(' '))}`
  return value.kind === 'path' ? ' -r -F' : ' -x'
}

function linesOf(node: CommandNode): string[] {
  const here = `complete -c cqube-replay -n ${quoted(`__cqube_replay_is_at ${quoted(node.path)}`)}`
  const optionLine = ({long, short, description, value}: CommandOption): string => {
    const names = [
      ...(short === null ? [] : [`-s ${short.slice(1)}`]),
      ...(long === null ? [] : [`-l ${long.slice(2)}`]),
    ]
    return `${here} ${names.join(' ')}${valueFlags(value)} -d ${quoted(description)}`
  }
  const words = argumentWords(node)
  return [
    ...node.commands.map(({name, description}) => `${here} -a ${name} -d ${quoted(description)}`),
    ...(words.length === 0 ? [] : [`${here} -a ${quoted(words.join(' '))}`]),
    ...(wantsPath(node) ? [`${here} -F`] : []),
    ...node.options.map(optionLine),
  ]
}

export function fishScript(nodes: readonly CommandNode[]): string {
  const walk = [
    ...steps(nodes).map(({path, name, to}) => [`${path}/${name}`, `set at ${quoted(to)}`]),
    ...valuedOptions(nodes).map(({path, name}) => [`${path}/${name}`, 'set skips yes']),
  ].flatMap(([at = '', act = '']) => [`            case ${quoted(at)}`, `                ${act}`])
  return `# Completion of cqube-replay for fish. For every shell:
#   cqube-replay completion fish > ~/.config/fish/completions/cqube-replay.fish
function __cqube_replay_is_at
    set -l at ''
    set -l skips no
    for word in (commandline -opc)[2..-1]
        if test $skips = yes
            set skips no
            continue
        end
        switch "$at/$word"
${walk.join('\n')}
        end
    end
    test "$at" = "$argv[1]"
end
complete -c cqube-replay -f
${nodes.flatMap(linesOf).join('\n')}
`
}
