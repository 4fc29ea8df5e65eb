import {CST, Lexer, Parser} from 'yaml'
import {maxDepth, maxNodes} from './limits.ts'
import type {ProblemList} from './problem-list.ts'
import {quote} from './section.ts'

/** The parser's work grows with lexemes: blanks, line ends and comments count, and a code in a list needs three of them. */
const maxLexemes = 3 * maxNodes

const nodeTypes: ReadonlySet<string> = new Set([
  'scalar',
  'single-quoted-scalar',
  'double-quoted-scalar',
  'flow-map-start',
  'flow-seq-start',
])

const root = (): string => ''
const isCollection = ({type}: CST.Token): boolean =>
  type === 'block-map' || type === 'block-seq' || type === 'flow-collection'

/**
 * The pre-scan: one pass of lexer and parser, watched lexeme by lexeme, so that nothing deep, large or with an alias is
 * ever composed. The parser keeps a stack of its own and does not recurse.
 * @returns the tokens that the composer needs; null when the file must not be read further
 */
export function scanYaml(text: string, problems: ProblemList): readonly CST.Token[] | null {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let [lexemes, nodes, nextIsText, hasDocument] = [0, 0, false, false]
  const take = (token: CST.Token): void => {
    hasDocument ||= token.type === 'document'
    tokens.push(token)
  }
  for (const lexeme of new Lexer().lex(text)) {
    const at = parser.offset
    const type = nextIsText ? null : CST.tokenType(lexeme)
    nextIsText = type === 'scalar'
    lexemes += 1
    if (type !== null && nodeTypes.has(type)) nodes += 1
    if (nodes > maxNodes || lexemes > maxLexemes) {
      const what = `The file has more than ${maxNodes} values, or as many blank lines and comments as would hold them.`
      problems.add('FILE_TOO_COMPLEX', at, root, what)
      return null
    }
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
