import { describe, expect, it } from 'vitest'
import type { Sandbox } from '../sandbox.ts'
import { sandboxCredentials } from '../settings/options.ts'
import { connect, tokenRequest } from '../testing/client.ts'
import { createWriting, crm, first, jpm, TENANT } from '../testing/writing.ts'

const customerOf = (sandbox: Sandbox) => first(sandbox.records(TENANT, 'customers'), ({ active }) => active)

const nameOf = (sandbox: Sandbox, id: unknown) => sandbox.record(TENANT, 'customers', Number(id))?.name

/** Sends a write over the network. */
const sendOverNetwork = async (
  sandbox: Sandbox,
  [method, path, body]: [method: string, path: string, body?: object],
  signal?: AbortSignal,
): Promise<string> => {
  const { url } = await sandbox.listen()
  const token = (await (await fetch(`${url}/connect/token`, tokenRequest())).json()) as {
    access_token: string
  }
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token.access_token}`, 'st-app-key': sandboxCredentials.appKey },
    ...(body && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  })
  return response.text()
}

const patchOverNetwork = (sandbox: Sandbox, id: unknown, signal?: AbortSignal): Promise<string> =>
  sendOverNetwork(sandbox, ['PATCH', crm(`customers/${id}`), { name: 'Written' }], signal)

it('a write over the network has the response of the contract, with and without a body', async () => {
  const { sandbox } = await createWriting()
  const { id } = customerOf(sandbox)
  expect(JSON.parse(await patchOverNetwork(sandbox, id))).toMatchObject({ id, name: 'Written' })
  const visit = first(sandbox.records(TENANT, 'appointments'), ({ active }) => active)
  sandbox.update(TENANT, 'appointments', visit.id, { isConfirmed: false })
  expect(await sendOverNetwork(sandbox, ['PUT', jpm(`appointments/${visit.id}/confirmation`)])).toBe('')
  expect(sandbox.record(TENANT, 'appointments', visit.id)?.isConfirmed).toBe(true)
  await sandbox.close()
})

describe('a failure before a write', () => {
  it.each([
    [{ status: 503 }, 503],
    [{ status: 429, retryAfter: 3 }, 429],
    [{ html: true }, 502],
    [{ body: '{}' }, 200],
  ])('does not apply it: %j', async (fault, status) => {
    const { sandbox, client } = await createWriting({ faults: [{ ...fault, method: 'PATCH' }] })
    const { id } = customerOf(sandbox)
    const answer = await client.send('PATCH', crm(`customers/${id}`), { name: 'Written' })
    expect(answer.status).toBe(status)
    expect(sandbox.book).toEqual([])
    expect((await client.one('customers', id)).status).toBe(200)
  })

  it('does not apply it: a reset connection, or none until the client gives up', async () => {
    const { sandbox, client } = await createWriting({ faults: [{ method: 'PATCH', reset: true }] })
    const { id } = customerOf(sandbox)
    const send = (signal?: AbortSignal) =>
      client.send('PATCH', crm(`customers/${id}`), { name: 'Written' }, signal ? { signal } : {})
    await expect(send()).rejects.toThrow('fetch failed')
    await expect(patchOverNetwork(sandbox, id)).rejects.toThrow()
    sandbox.clearFaults()
    sandbox.addFault({ method: 'PATCH', hang: true })
    const giveUp = new AbortController()
    const hanging = send(giveUp.signal)
    giveUp.abort()
    await expect(hanging).rejects.toThrow()
    expect(sandbox.book).toEqual([])
    await sandbox.close()
  })
})

describe('applyThenFail', () => {
  it.each([
    [true, 500],
    [502, 502],
  ])('applies a write and responds to %j with %i', async (applyThenFail, status) => {
    const { sandbox, client } = await createWriting({
      faults: [{ method: 'PATCH', applyThenFail, times: 1 }],
    })
    const { id } = customerOf(sandbox)
    const path = crm(`customers/${id}`)
    const answer = await client.send('PATCH', path, { name: 'Written' })
    expect([answer.status, answer.body.status]).toEqual([status, status])
    expect(nameOf(sandbox, id)).toBe('Written')
    expect(sandbox.book).toHaveLength(1)
    expect((await client.send('PATCH', path, { name: 'Again' })).status).toBe(200)
  })

  it.each(['reset', 'cut'] as const)(
    'applies a write and breaks the connection: %s',
    async (applyThenFail) => {
      const { sandbox, client } = await createWriting({ faults: [{ method: 'PATCH', applyThenFail }] })
      const { id } = customerOf(sandbox)
      await expect(client.send('PATCH', crm(`customers/${id}`), { name: 'One' })).rejects.toThrow()
      expect(nameOf(sandbox, id)).toBe('One')
      await expect(patchOverNetwork(sandbox, id)).rejects.toThrow()
      expect(nameOf(sandbox, id)).toBe('Written')
      await sandbox.close()
    },
  )

  it('breaks a response without a body', async () => {
    const { sandbox, client } = await createWriting({ faults: [{ method: 'PUT', applyThenFail: 'cut' }] })
    const { id } = first(sandbox.records(TENANT, 'appointments'), ({ active }) => active)
    sandbox.update(TENANT, 'appointments', id, { isConfirmed: false })
    const path = jpm(`appointments/${id}/confirmation`)
    await expect(client.send('PUT', path)).rejects.toThrow()
    expect(sandbox.record(TENANT, 'appointments', id)?.isConfirmed).toBe(true)
    sandbox.update(TENANT, 'appointments', id, { isConfirmed: false })
    await expect(sendOverNetwork(sandbox, ['PUT', path])).rejects.toThrow()
    expect(sandbox.record(TENANT, 'appointments', id)?.isConfirmed).toBe(true)
    await sandbox.close()
  })
})

describe('applyLate', () => {
  it('applies a write once, later, without a response', async () => {
    const { sandbox, client } = await createWriting({
      faults: [{ method: 'PATCH', applyLate: 90_000, times: 1 }],
    })
    const { id, name } = customerOf(sandbox)
    const path = crm(`customers/${id}`)
    const giveUp = new AbortController()
    const sent = client.send('PATCH', path, { name: 'Late' }, { signal: giveUp.signal })
    await expect.poll(() => sandbox.requestCount(path)).toBe(1)
    giveUp.abort()
    await expect(sent).rejects.toThrow()
    sandbox.clock.advance(89_999)
    expect(nameOf(sandbox, id)).toBe(name)
    sandbox.clock.advance(1)
    expect(nameOf(sandbox, id)).toBe('Late')
    sandbox.as('person').patch(path, { name: 'Person' })
    sandbox.clock.advance(3_600_000)
    expect(nameOf(sandbox, id)).toBe('Person')
    expect(sandbox.book.map(({ by, time }) => [by, time - Date.parse('2026-06-18T15:00:00Z')])).toEqual([
      ['api', 90_000],
      ['person', 90_000],
    ])
  })

  it('over the network keeps the connection open until the client gives up', async () => {
    const { sandbox } = await createWriting({ faults: [{ method: 'PATCH', applyLate: 1_000 }] })
    const { id } = customerOf(sandbox)
    const giveUp = new AbortController()
    const sent = patchOverNetwork(sandbox, id, giveUp.signal)
    await expect.poll(() => sandbox.requestCount('*/customers/*')).toBe(1)
    const advanced = async () => {
      sandbox.clock.advance(1_000)
      return nameOf(sandbox, id)
    }
    await expect.poll(advanced).toBe('Written')
    giveUp.abort()
    await expect(sent).rejects.toThrow()
    await sandbox.close()
  })

  it('checks the rules when it is applied, and the token when it arrives', async () => {
    const { sandbox, client } = await createWriting({
      faults: [{ method: 'POST', path: '/crm/', applyLate: 1_000 }],
    })
    const { id } = customerOf(sandbox)
    const path = crm(`customers/${id}/contacts`)
    const sent = client.send('POST', path, { type: 'Phone', value: '1' })
    await expect.poll(() => sandbox.requestCount(path)).toBe(1)
    sandbox.update(TENANT, 'customers', id, { active: false })
    sandbox.clock.advance(1_000)
    expect(sandbox.book).toEqual([])
    sandbox.clearFaults()
    expect((await sent).status).toBe(504)
    sandbox.addFault({ method: 'POST', path: '/crm/', applyLate: 1_000 })
    sandbox.revokeTokens()
    expect((await client.send('POST', path, {})).status).toBe(401)
  })

  it('is applied although the rules are cleared, but not after the sandbox is closed', async () => {
    for (const isClosed of [false, true]) {
      const { sandbox, client } = await createWriting({ faults: [{ method: 'PATCH', applyLate: 1_000 }] })
      const { id } = customerOf(sandbox)
      const sent = client.send('PATCH', crm(`customers/${id}`), { name: 'Late' })
      await expect.poll(() => sandbox.requestCount('/crm/')).toBe(1)
      if (isClosed) await sandbox.close()
      else sandbox.clearFaults()
      expect((await sent).status).toBe(504)
      sandbox.clock.advance(1_000)
      expect(sandbox.book).toHaveLength(isClosed ? 0 : 1)
    }
  })

  it('follows a running clock', async () => {
    let real = 0
    const { sandbox, client } = await createWriting({
      realNow: () => real,
      faults: [{ method: 'PATCH', applyLate: 50_000 }],
    })
    const { id } = customerOf(sandbox)
    const sent = client.send('PATCH', crm(`customers/${id}`), { name: 'Late' })
    await expect.poll(() => sandbox.requestCount('/crm/')).toBe(1)
    real = 50_000
    await expect.poll(() => nameOf(sandbox, id)).toBe('Late')
    await sandbox.close()
    await sent
  })
})

describe('listLagMs', () => {
  it('hides a new record from the filters of a list for a time, but not from its get', async () => {
    const { sandbox } = await createWriting({
      faults: [{ method: 'GET', path: '*/customers', listLagMs: 20_000 }],
    })
    const client = await connect(sandbox)
    const address = { street: '1 A', city: 'Tulsa', state: 'OK', zip: '74105', country: 'USA' }
    const guid = '6f1b0c52-8f0d-4a44-9a53-2f6d1d0a7c11'
    const externalData = { applicationGuid: guid, externalData: [{ key: 'lazi_id', value: 'c1' }] }
    const body = { name: 'Fresh', address, locations: [{ name: 'L', address }], externalData }
    const created = (await client.send('POST', crm('customers'), body)).body
    const mark = { externalDataApplicationGuid: guid, externalDataKey: 'lazi_id', externalDataValues: 'c1' }
    const countOf = async (parameters: Record<string, string>): Promise<number> =>
      (await client.list('customers', parameters)).body.data.length
    const found = async (): Promise<number> => {
      const counts = [
        await countOf({ name: 'Fresh' }),
        await countOf(mark),
        await countOf({ createdOnOrAfter: created.createdOn }),
        await countOf({ ids: String(created.id) }),
      ]
      expect(new Set(counts).size).toBe(1)
      return counts[0] ?? Number.NaN
    }
    expect(await found()).toBe(0)
    expect((await client.list('customers')).body.data[0].id).toBe(created.id)
    expect((await client.one('customers', created.id)).status).toBe(200)
    sandbox.clock.advance(19_999)
    expect(await found()).toBe(0)
    sandbox.clock.advance(1)
    expect(await found()).toBe(1)
    sandbox.as('person').patch(crm(`customers/${created.id}`), { name: 'Fresh again' })
    expect(await found()).toBe(1)
  })
})
