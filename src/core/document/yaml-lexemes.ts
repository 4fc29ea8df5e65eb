import {Lexer} from 'yaml'
import {maxLexemes, maxNodes} from './limits.ts'
import type {ProblemList} from './problem-list.ts'

/** Marks of the library's lexer, which take no room in the text: a document begins, a text without quotes follows. */
export const documentMark = '\u0002'
export const textMark = '\u001f'

const isMark = (lexeme: string): boolean => lexeme === documentMark || lexeme === textMark || lexeme === '\u0018'

export const widthOf = (lexeme: string): number => (isMark(lexeme) ? 0 : lexeme.length)

const beginsValue = (lexeme: string): boolean =>
  lexeme === textMark || lexeme === '{' || lexeme === '[' || lexeme.startsWith('"') || lexeme.startsWith("'")

/**
 * The lexemes of a text, counted as the lexer makes them: a file that is too large is not even taken apart to its end,
 * and nothing of it is parsed.
 * @returns null, with a problem, when there are too many
 */
export function lexemesOf(text: string, problems: ProblemList): readonly string[] | null {
  const lexemes: string[] = []
  let [nodes, offset, isText] = [0, 0, false]
  for (const lexeme of new Lexer().lex(text)) {
    if (!isText && beginsValue(lexeme)) nodes += 1
    lexemes.push(lexeme)
    if (nodes > maxNodes || lexemes.length > maxLexemes) {
      const what = `The file has more than ${maxNodes} values, or as many blank lines and comments as would hold them.`
      problems.add('FILE_TOO_COMPLEX', offset, () => '', what)
      return null
    }
    isText = lexeme === textMark
    offset += widthOf(lexeme)
  }
  return lexemes
}
