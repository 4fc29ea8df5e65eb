import {readDocument, type ReadDocument} from '../../../../src/core/document/read-document.ts'

export const readText = (text: string, file = 'a.yaml'): ReadDocument => readDocument(Buffer.from(text, 'utf8'), file)

export const codesIn = (text: string, file?: string): string[] => readText(text, file).problems.map(({code}) => code)
