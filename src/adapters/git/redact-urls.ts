/** Git repeats the URL of a remote in its errors; whatever stands before the `@` may be a token. */
export const redactUrls = (text: string): string => text.replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^/\s]*@/gi, '$1***@')
