import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {completionScript, type Shell} from '../../../src/cli/completion/completion.ts'
import {createProgram} from '../../../src/cli/program.ts'
import type {Terminal} from '../../../src/cli/terminal.ts'

const program = createProgram({stdout: {write: () => true}} as unknown as Terminal, () => undefined)
const isHere = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0
const shells: readonly Shell[] = ['bash', 'zsh', 'fish']

let folder: string
const scriptOf = (shell: Shell): string => join(folder, `completion.${shell}`)
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cqube-replay-completion-'))
  for (const shell of shells) writeFileSync(scriptOf(shell), completionScript(shell, program))
})
afterAll(() => {
  rmSync(folder, {recursive: true, force: true})
})

/** Runs lines of a shell that has taken the script in; its error output counts, too. */
function inShell(shell: Shell, lines: readonly string[]): string {
  const command = [`source '${scriptOf(shell)}'`, ...lines].join('\n')
  const {stdout, stderr} = spawnSync(shell, ['-c', command], {encoding: 'utf8', env: {...process.env, HOME: folder}})
  return `${stdout}${stderr}`.trim()
}

/** What bash offers for the last of these words. */
const offeredByBash = (...words: readonly string[]): string[] =>
  inShell('bash', [
    `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${words.length - 1}`,
    '_cqube_replay',
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ])
    .split('\n')
    .filter((word) => word !== '')

describe.skipIf(!isHere('bash'))('completion in bash', () => {
  it('offers commands, and below a command its own', () => {
    expect(offeredByBash('cqube-replay', 'va')).toEqual(['validate'])
    expect(offeredByBash('cqube-replay', 'db', 'catalogue', '')).toContain('apply')
    expect(offeredByBash('cqube-replay', 'db', '')).not.toContain('validate')
  })

  it('offers the options of the command and those of every command', () => {
    const offered = offeredByBash('cqube-replay', 'run', '--')

    expect(offered).toEqual(expect.arrayContaining(['--rehearse', '--json', '--directory', '--help']))
    expect(offered).not.toContain('--write')
  })

  it('offers the words that an option takes, also behind an equals sign', () => {
    expect(offeredByBash('cqube-replay', 'validate', '--format', 'j')).toEqual(['json'])
    expect(offeredByBash('cqube-replay', 'validate', '--format', '=', 'j')).toEqual(['json'])
    expect(offeredByBash('cqube-replay', 'validate', '--format', '=')).toContain('pretty')
  })

  it('takes the value of an option for no command', () => {
    expect(offeredByBash('cqube-replay', '-C', 'run', 'db', 'mig')).toEqual(['migrate'])
  })

  it('offers the words that an argument takes, and nothing for a text that nobody can guess', () => {
    expect(offeredByBash('cqube-replay', 'completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']))
    expect(offeredByBash('cqube-replay', 'pause', '--reason', '')).toEqual([])
  })
})

describe.skipIf(!isHere('fish'))('completion in fish', () => {
  const offered = (line: string): string[] =>
    inShell('fish', [`complete -C '${line}'`])
      .split('\n')
      .map((each) => each.split('\t')[0] ?? '')

  it('offers commands, options and their words', () => {
    expect(offered('cqube-replay va')).toEqual(['validate'])
    expect(offered('cqube-replay -C run db mig')).toEqual(['migrate'])
    expect(offered('cqube-replay run --re')).toEqual(['--rehearse'])
    expect(offered('cqube-replay validate --format j')).toEqual(['json'])
  })

  it('offers files only where a path is meant', () => {
    expect(offered('cqube-replay plan pack')).toContain('package.json')
    expect(offered('cqube-replay status pack')).toEqual([''])
  })
})

describe.each(shells)('the script for %s', (shell) => {
  it.skipIf(!isHere(shell))('is one that the shell can read', () => {
    const {status, stderr} = spawnSync(shell, ['-n', scriptOf(shell)], {encoding: 'utf8'})

    expect({status, stderr}).toEqual({status: 0, stderr: ''})
  })

  it('names every command', () => {
    const script = completionScript(shell, program)

    for (const command of program.commands) expect(script).toContain(command.name())
  })
})
