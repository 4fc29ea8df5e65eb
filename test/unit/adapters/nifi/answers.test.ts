import {createServer} from 'node:net'
import type {AddressInfo} from 'node:net'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {systemClock} from '../../../../src/adapters/clock/system-clock.ts'
import type {ClientOptions} from '../../../../src/adapters/nifi/client.ts'
import {openNifi} from '../../../../src/adapters/nifi/open-nifi.ts'
import {createFakeClock} from '../../../fakes/clock.ts'
import {startFakeNifi, type FakeNifi} from '../../../fakes/nifi-server.ts'
import {clientOptions} from '../../../support/nifi-target.ts'

let fake: FakeNifi
beforeEach(async () => {
  fake = await startFakeNifi()
})
afterEach(() => fake.close())

const nifiWith = (options: Partial<ClientOptions> = {}, clock = systemClock) =>
  openNifi({...clientOptions(fake.address), ...options}, clock)

/** Of a failure; the port of this run is left out. */
async function told(act: Promise<unknown>) {
  const error = (await act.then(
    () => null,
    (failure: unknown) => failure,
  )) as {code: string; message: string} | null
  return `${error?.code}: ${error?.message.replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')}`
}

describe('a NiFi that gives no answer', () => {
  it('is told as one that nobody listens for, with nothing sent', async () => {
    await fake.close()

    expect(await told(nifiWith().server.about())).toMatchInlineSnapshot(
      `"NIFI_UNREACHABLE: NiFi at http://HOST, GET /flow/about: nothing listens there (ECONNREFUSED). Nothing was sent."`,
    )
  })

  it('is waited for by reads, for as long as the patience lasts', async () => {
    const clock = createFakeClock()
    fake.faults.push(
      ...Array.from({length: 3}, () => ({
        request: /^GET/,
        meets: {status: 409, text: 'The Flow Controller is initializing the Data Flow.'},
      })),
    )

    const about = await nifiWith({patienceMs: 5_000}, clock).server.about()

    expect(about.version).toBe('1.12.1')
    expect(clock.now().toISOString()).toBe('2026-11-24T10:00:01.500Z')
  })

  it('is told when the patience ends', async () => {
    const isStarting = {request: /^GET/, meets: {status: 503, text: 'Cluster is starting'}}
    fake.faults.push(...Array.from({length: 50}, () => isStarting))

    expect(await told(nifiWith({patienceMs: 2_000}, createFakeClock()).server.about())).toMatchInlineSnapshot(
      `"NIFI_UNREACHABLE: NiFi at http://HOST, GET /flow/about: HTTP 503, Cluster is starting. Nothing was changed."`,
    )
    expect(fake.requests).toHaveLength(5)
  })

  it('gets a change once, whether it was done or not', async () => {
    const root = await nifiWith().server.rootGroupId()
    fake.faults.push({request: /^POST/, meets: 'lost'})

    const message = await told(nifiWith({patienceMs: 60_000}).groups.create(root, {name: 'x'}))

    expect(message.replace(root, 'ROOT')).toMatchInlineSnapshot(
      `"NIFI_UNREACHABLE: NiFi at http://HOST, POST /process-groups/ROOT/process-groups: the connection was cut (ECONNRESET). Whether NiFi did it is not known."`,
    )
    expect(fake.requests.filter(({line}) => line.startsWith('POST'))).toHaveLength(1)
    expect(await nifiWith().groups.find('x')).toHaveLength(1)
  })

  it('is given up when it takes the request and says nothing', async () => {
    fake.faults.push({request: /about/, meets: 'silence'})

    expect(await told(nifiWith({timeoutMs: 200}).server.about())).toMatchInlineSnapshot(
      `"NIFI_UNREACHABLE: NiFi at http://HOST, GET /flow/about: it did not answer in time (NO_ANSWER_IN_TIME). Nothing was changed."`,
    )
  })

  it('is given up when its answer drips for longer than ten time-outs', async () => {
    const dripping = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n')
      const timer = setInterval(() => socket.write(' '), 20)
      socket.on('close', () => {
        clearInterval(timer)
      })
    })
    await new Promise<void>((resolve) => dripping.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(dripping.address() as AddressInfo).port}`

    const message = await told(nifiWith({address, timeoutMs: 100}).server.about())
    dripping.close()

    expect(message).toContain('it did not answer in time (NO_ANSWER_IN_TIME).')
  })

  it('is given up when its answer is cut, or has no end', async () => {
    const text = 'x'.repeat(10_000)
    fake.faults.push({request: /about/, meets: {status: 200, text, headers: {'content-length': '20000'}}})
    fake.faults.push({request: /about/, meets: {status: 200, text}})

    const cut = await told(nifiWith({timeoutMs: 300}).server.about())
    const tooLarge = await told(nifiWith({mostBytes: 9_999}).server.about())

    expect(cut).toMatch(/^NIFI_UNREACHABLE: .*(NO_ANSWER_IN_TIME|ECONNRESET)/)
    expect(tooLarge).toMatchInlineSnapshot(
      `"NIFI_FAILED: NiFi at http://HOST, GET /flow/about: its answer is larger than any that is expected (ANSWER_TOO_LARGE). Nothing was changed."`,
    )
  })
})

describe('a NiFi that refuses', () => {
  const page = '<html><head><title>Error</title><style>b {}</style></head><body><h2>Invalid SNI</h2></body></html>'
  const name = 'NiFi answers only to a name that its certificate and its settings hold.'
  it.each([
    [
      403,
      'Unable to view the user interface.',
      'NIFI_PERMISSION_MISSING',
      'HTTP 403, Unable to view the user interface.',
    ],
    [404, 'There is none.', 'NIFI_REFUSED', 'HTTP 404, There is none.'],
    [409, 'x is running', 'NIFI_REFUSED', 'HTTP 409, x is running.'],
    [421, '', 'NIFI_REFUSED', `HTTP 421, it gave no reason. ${name}`],
    [400, page, 'NIFI_REFUSED', `HTTP 400, Invalid SNI. ${name}`],
    [500, 'An error.\nCheck the logs.', 'NIFI_FAILED', 'HTTP 500, An error. Check the logs.'],
  ])('is told with status and words: %i %s', async (status, text, code, words) => {
    fake.faults.push({request: /about/, meets: {status, text}})

    expect(await told(nifiWith().server.about())).toBe(
      `${code}: NiFi at http://HOST, GET /flow/about: ${words} Nothing was changed.`,
    )
  })

  it('is never followed elsewhere, and where it points to is not told', async () => {
    const headers = {location: 'https://login.example/?token=canary-in-location'}
    fake.faults.push({request: /about/, meets: {status: 302, text: 'canary-in-body', headers}})

    const message = await told(nifiWith().server.about())

    expect(message).toMatchInlineSnapshot(
      `"NIFI_FAILED: NiFi at http://HOST, GET /flow/about: HTTP 302, it sends us elsewhere; name that address in the settings. Nothing was changed."`,
    )
    expect(fake.requests).toHaveLength(1)
  })

  it('is not believed when it answers with something that is no JSON, which is not shown', async () => {
    fake.faults.push({
      request: /about/,
      meets: {status: 200, text: '<html>canary</html>', headers: {'content-type': 'text/html'}},
    })

    expect(await told(nifiWith().server.about())).toMatchInlineSnapshot(
      `"NIFI_FAILED: NiFi at http://HOST, GET /flow/about: the answer is no JSON (text/html, 19 characters); is the address that of NiFi itself? Nothing was changed."`,
    )
  })

  it('keeps its words to one line of 500 characters, without secrets and without rows', async () => {
    const text = [
      'ExecuteSQL failed\r\nfor postgres://replay:canary1@db/cqube, Authorization: Bearer canary2,',
      'eyJhbGciOiJIUzI1NiJ9.canary3.canary3 password=canary4; "secret": "canary5"',
      'ERROR: duplicate key\n  Detail: Key (name)=(Asha canary6) already exists.',
    ].join(' ')
    fake.faults.push({request: /about/, meets: {status: 500, text}})
    fake.faults.push({request: /about/, meets: {status: 500, text: 'long '.repeat(1_000)}})

    const [short, long] = [await told(nifiWith().server.about()), await told(nifiWith().server.about())]

    expect(short).toMatchInlineSnapshot(
      `"NIFI_FAILED: NiFi at http://HOST, GET /flow/about: HTTP 500, ExecuteSQL failed for postgres://***@db/cqube, Authorization: Bearer ***, *** password=***; "secret": *** ERROR: duplicate key …. Nothing was changed."`,
    )
    expect(short).not.toContain('canary')
    expect(long.length).toBeLessThan(650)
  })
})
