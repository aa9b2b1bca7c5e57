import type pg from 'pg'
import { Gauge, type Registry } from 'prom-client'
import { type ExchangeState, readExchange } from 'records/synced'

interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const states = ['pending', 'sending', 'unknown', 'blocked', 'failed'] as const

/** How the exchange with ServiceTitan goes, of the tenants whose records both sides change. */
export function addExchange(pool: pg.Pool, registers: Registry[]): void {
  let reading: Promise<readonly ExchangeState[]> | undefined
  // All gauges are collected at once; one statement serves them.
  const read = () => {
    reading ??= readExchange(pool, null)
      .then((tenants) => tenants.filter(({ domains }) => domains.length > 0))
      .finally(() => {
        reading = undefined
      })
    return reading
  }
  const gauge = (
    name: string,
    help: string,
    labels: readonly string[],
    samplesOf: (state: ExchangeState) => readonly Sample[],
  ) => {
    new Gauge({
      name,
      help,
      registers,
      labelNames: ['tenant', ...labels],
      async collect() {
        const tenants = await read()
        this.reset()
        for (const state of tenants)
          for (const { labels: given, value } of samplesOf(state))
            this.set({ ...given, tenant: state.tenantId }, value)
      },
    })
  }
  gauge(
    'lazi_outbox_records',
    'Records with changes that ServiceTitan lacks, by what becomes of them.',
    ['state'],
    ({ records }) => states.map((state) => ({ labels: { state }, value: records[state] ?? 0 })),
  )
  gauge(
    'lazi_outbox_oldest_seconds',
    'How long the oldest change waits that can be sent; 0: there is none.',
    [],
    ({ oldestSeconds }) => [{ labels: {}, value: oldestSeconds ?? 0 }],
  )
  gauge('lazi_conflicts_open', 'Conflicts that wait for a person.', [], ({ openConflicts }) => [
    { labels: {}, value: openConflicts },
  ])
  const perDomain = (sending: string) => (state: ExchangeState) =>
    state.domains.map((one) => ({
      labels: { domain: one.domain },
      value: Number(one.sending === sending),
    }))
  gauge(
    'lazi_sending_paused',
    '1 while a person has paused the sending of a domain.',
    ['domain'],
    perDomain('paused'),
  )
  gauge(
    'lazi_sending_restored',
    '1 while nothing of a domain is sent, because the database is a restored copy.',
    ['domain'],
    perDomain('restored'),
  )
}
