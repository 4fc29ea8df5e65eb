import MarkdownIt from 'markdown-it'

/** As lenient as a renderer can be: raw HTML passes, bare addresses become links, tables are on. */
const renderer = new MarkdownIt({html: true, linkify: true, typographer: false})

const entities: Readonly<Record<string, string>> = {lt: '<', gt: '>', amp: '&', quot: '"'}

/** What a reader of the page sees, without the line feed at its end. */
export const textOfHtml = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|amp|quot);/g, (_, name: string) => entities[name] ?? '')
    .replace(/\n$/, '')

/** Text of a page outside of code: all that GitHub's filters for mentions, issues and emoji look at. */
export const textOutsideCode = (html: string): string => textOfHtml(html.replace(/<code>.*?<\/code>/gs, ''))

export interface Rendered {
  readonly html: string
  /** Names of the elements, in order of their appearance. */
  readonly elements: readonly string[]
  readonly text: string
}

export function rendered(markdown: string): Rendered {
  const html = renderer.render(markdown)
  return {
    html,
    elements: [...html.matchAll(/<([a-z][a-z0-9]*)[\s>/]/gi)].map(([, name = '']) => name.toLowerCase()),
    text: textOfHtml(html),
  }
}
