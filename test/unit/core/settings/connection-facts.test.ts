import {describe, expect, it} from 'vitest'
import {connectionFacts} from '../../../../src/core/settings/connection-facts.ts'

const told = (environment: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    connectionFacts(environment).map(({name, value, from}) => [
      name,
      value === null ? 'nobody' : `${value} (${from ?? ''})`,
    ]),
  )

describe('how the environment names the database', () => {
  it('is told part by part, without the password', () => {
    const facts = told({DATABASE_URL: 'postgresql://replay:ge%3Aheim@db.example.org:5433/cqube?sslmode=require'})

    expect(facts).toEqual({
      host: 'db.example.org (DATABASE_URL)',
      port: '5433 (DATABASE_URL)',
      database: 'cqube (DATABASE_URL)',
      user: 'replay (DATABASE_URL)',
      password: 'set, not shown (DATABASE_URL)',
      sslmode: 'require (DATABASE_URL)',
    })
  })

  it('is the word of the PG variables where the address says nothing', () => {
    const facts = told({
      DATABASE_URL: 'postgresql:///cqube?host=/run/postgresql',
      PGUSER: 'asha',
      PGPASSWORD: 'geheim',
      PGHOST: 'x',
    })

    expect(facts).toEqual({
      host: '/run/postgresql (DATABASE_URL)',
      port: 'nobody',
      database: 'cqube (DATABASE_URL)',
      user: 'asha (PGUSER)',
      password: 'set, not shown (PGPASSWORD)',
      sslmode: 'nobody',
    })
  })

  it('is read from the folder of a socket', () => {
    expect(told({DATABASE_URL: '/run/postgresql cqube'})).toMatchObject({
      host: '/run/postgresql (DATABASE_URL)',
      database: 'cqube (DATABASE_URL)',
    })
  })

  it.each([
    'replay:geheim@db.example.org/cqube',
    'postgresql://replay:geheim@db:notaport/cqube',
    'postgresql://db/cqube?password=geheim&user=x',
    'postgresql://x:geheim@db/%E0%A4%A',
    'geheim',
  ])('shows no password of %j', (address) => {
    expect(JSON.stringify(connectionFacts({DATABASE_URL: address, PGPASSWORD: 'geheim'}))).not.toContain('heim')
  })
})
