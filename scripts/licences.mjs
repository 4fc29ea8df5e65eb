// The licences of the packages that are in a bundle.
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

/**
 * Each text once, below the packages that it holds for.
 * @param root of the checkout
 * @param paths of the bundled files, relative to it
 */
export function licencesOf(root, paths) {
  const folders = new Set(paths.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? []))
  const packages = [...folders].map((folder) => packageIn(join(root, folder)))
  const titles = new Map()
  for (const each of packages) {
    const text = each.text ?? textOfSameRepository(each, packages)
    titles.set(text, new Set([...(titles.get(text) ?? []), each.title]))
  }
  return [...titles]
    .map(([text, ofText]) => `${[...ofText].sort().join('\n')}\n\n${text}\n`)
    .sort()
    .join(`\n${'-'.repeat(80)}\n\n`)
}

function packageIn(folder) {
  const {name, version, license, repository} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const files = readdirSync(folder).sort()
  const read = (pattern) => {
    const file = files.find((each) => pattern.test(each))
    return file === undefined ? null : readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n')
  }
  const own =
    read(/^(licen[cs]e|copying)([.-]|$)/i) ?? /^#+ *licen[cs]e\s*\n([\s\S]*)/im.exec(read(/^readme/i) ?? '')?.[1]
  return {title: `${name} ${version} (${license})`, license, repository: repository?.url, text: own?.trim() || null}
}

/** Packages of one repository often leave the text to one of them. */
function textOfSameRepository({title, license, repository}, packages) {
  const found = packages.find(
    (each) => each.text !== null && each.repository === repository && each.license === license,
  )
  if (repository === undefined || found === undefined) throw new Error(`${title} brings no text of its licence.`)
  return found.text
}
