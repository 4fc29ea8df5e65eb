// A client in a process of its own, to be stopped and killed. Each line of stdin is a statement, each line of stdout its answer.
import {createInterface} from 'node:readline'
import pg from 'pg'

const client = new pg.Client({connectionString: process.argv[2], application_name: process.argv[3]})
client.on('error', () => undefined)
await client.connect()
process.stdout.write('connected\n')
for await (const line of createInterface({input: process.stdin})) {
  const {text, values} = JSON.parse(line)
  const answer = await client.query(text, values).then(
    () => 'done',
    (error) => error.code ?? 'lost',
  )
  process.stdout.write(`${answer}\n`)
}
await client.end()
