import type {Log} from '../ports.ts'

/** Warns of what is new: a sentence comes again only when more than its figures changed, or after `forget`. */
export interface News {
  tell(sentences: readonly string[]): void
  forget(): void
}

const figures = /\d+( (second|minute)s?)?/g

export function newsOn(log: Log): News {
  const told = new Set<string>()
  return {
    tell: (sentences) => {
      for (const sentence of sentences) {
        const key = sentence.replaceAll(figures, '')
        if (!told.has(key)) log.warn(sentence)
        told.add(key)
      }
    },
    forget: () => {
      told.clear()
    },
  }
}
