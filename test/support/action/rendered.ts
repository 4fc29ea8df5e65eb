import {micromark} from 'micromark'
import {gfm, gfmHtml} from 'micromark-extension-gfm'

/** HTML that GitHub would make before it takes out what is dangerous: nothing is left out here, so that tests see it. */
export const rendered = (markdown: string): string =>
  micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  })

/** The names of all elements, each as often as it is there. */
export const elementsOf = (html: string): readonly string[] =>
  [...html.matchAll(/<([a-z][a-z0-9]*)\b/gi)].map(([, name = '']) => name.toLowerCase())

/** The text outside of code, in which GitHub looks for mentions, issues and commits. */
export const textOutsideOfCode = (html: string): string =>
  html.replaceAll(/<code>[\s\S]*?<\/code>/g, '').replaceAll(/<[^>]*>/g, '')
