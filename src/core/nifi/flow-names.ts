/** What our flow calls its parts. An installed flow is found, and told of, by these. */
export const flowNames = {
  group: 'cqube-replay',
  parameterContext: 'cqube-replay',
  processors: {
    ask: 'Ask the ledger',
    dropEmpty: 'Drop empty answers',
    readAnswer: 'Read the answer',
    whereIsIt: 'Where is the document?',
    fetchFile: 'Fetch from the directory',
    fetchObject: 'Fetch from S3',
    bindDocument: 'Bind the document',
    bindCall: 'Bind the call',
    deleteRows: 'Delete the rows',
    notFound: 'Document not found',
    notReadable: 'Document not readable',
    notFetched: 'Document not fetched',
    notJson: 'Document is no JSON',
    notDeleted: 'Rows not deleted',
    bindFailure: 'Bind the failure',
    record: 'Record the failure',
  },
  services: {
    database: 'Database of the ledger',
    answers: 'Answers as JSON',
    credentials: 'Credentials for S3',
  },
  /** The connection in which failed deletions wait for a person. The ledger knows of each. */
  failedDeletions: 'Failed deletions',
  /** The same for answers of the ledger that name no deletion: another version of it is at work. */
  unreadableAnswers: 'Unreadable answers',
} as const

export type FlowProcessorId = keyof typeof flowNames.processors
export type FlowServiceId = keyof typeof flowNames.services
