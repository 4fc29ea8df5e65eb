import {startFakeNifi} from '../../fakes/nifi-server.ts'
import {nifiTarget} from '../../support/nifi-target.ts'
import {nifiSuite} from './suite.ts'

for (const version of ['1.12.1', '1.28.1', '2.6.0'] as const) {
  nifiSuite(`the fake of ${version}`, async () => {
    const fake = await startFakeNifi({version})
    return nifiTarget(fake.address, () => fake.close())
  })
}
