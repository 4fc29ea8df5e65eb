import {CST, Parser} from 'yaml'
import {maxDepth} from './limits.ts'
import type {ProblemList} from './problem-list.ts'
import {quote} from './section.ts'

const root = (): string => ''
const isCollection = ({type}: CST.Token): boolean =>
  type === 'block-map' || type === 'block-seq' || type === 'flow-collection'

/**
 * The pre-scan: one pass of the parser, watched lexeme by lexeme, so that nothing deep or with an alias is ever composed.
 * The parser keeps a stack of its own and does not recurse.
 * @param source lexemes of a text that is not too large
 * @returns the tokens that the composer needs; null when the file must not be read further
 */
export function scanYaml(source: readonly string[], problems: ProblemList): readonly CST.Token[] | null {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let [nextIsText, hasDocument] = [false, false]
  const take = (token: CST.Token): void => {
    hasDocument ||= token.type === 'document'
    tokens.push(token)
  }
  for (const lexeme of source) {
    const at = parser.offset
    const type = nextIsText ? null : CST.tokenType(lexeme)
    nextIsText = type === 'scalar'
    refuseIndirection(type, lexeme, at, problems)
    for (const token of parser.next(lexeme)) take(token)
    if (hasDocument && parser.stack[0]?.type === 'document') {
      problems.add('YAML_SEVERAL_DOCUMENTS', at, root, 'A second document begins here, but a file is read as one.')
      return null
    }
    // Counting is left for stacks that can be too deep: at the bottom lies the document, on top perhaps a scalar.
    if (parser.stack.length > maxDepth && parser.stack.filter(isCollection).length > maxDepth) {
      problems.add('FILE_TOO_DEEP', at, root, `Here the file is nested deeper than ${maxDepth} levels.`)
      return null
    }
  }
  for (const token of parser.end()) take(token)
  return tokens
}

function refuseIndirection(type: string | null, lexeme: string, at: number, problems: ProblemList): void {
  if (type === 'alias' || type === 'anchor') {
    problems.add('YAML_ALIAS', at, root, `${quote(lexeme)} refers to another place, so a review cannot see the value.`)
  } else if (type === 'tag') {
    problems.add('YAML_TAG', at, root, `${quote(lexeme)} is a tag; every value is read as the text it is written in.`)
  } else if (type === 'directive-line') {
    problems.add('YAML_DIRECTIVE', at, root, `${quote(lexeme)} is a directive; files are always read as YAML 1.2.`)
  }
}
