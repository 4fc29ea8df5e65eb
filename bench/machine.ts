import {cpus, release, totalmem, type} from 'node:os'

/** What a reader needs to judge times by. */
export function machine(): string {
  const models = new Set(cpus().map(({model}) => model.trim()))
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} × ${[...models].join(', ')}, ${memory} GiB, ${type()} ${release()}, Node.js ${process.versions.node}`
}
