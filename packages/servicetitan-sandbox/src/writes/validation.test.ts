import { describe, expect, it } from 'vitest'
import { findWrite, requestSchema, writes } from '../contract/index.ts'
import type { SandboxOptions } from '../settings/options.ts'
import { createAjv } from '../testing/validate.ts'
import {
  ADDRESS,
  createWriting,
  crm,
  first,
  jpm,
  newJob,
  TENANT,
  writeViolations,
} from '../testing/writing.ts'
import { rules } from './rules/rules.ts'
import { validateBody } from './validate-body.ts'

const customer = { name: 'Hollis', address: ADDRESS, locations: [{ name: 'L', address: ADDRESS }] }

it('every write of the contract has a rule', () => {
  expect(Object.keys(rules).toSorted()).toEqual(writes.map(({ id }) => id).toSorted())
})

describe('the body of a write', () => {
  it.each([
    ['an unknown field', { ...customer, nickname: 'x' }, { nickname: ['The field is unknown.'] }],
    [
      'an unknown field within',
      { ...customer, address: { ...ADDRESS, planet: 'x' } },
      { 'address.planet': ['The field is unknown.'] },
    ],
    ['a missing field', { ...customer, name: undefined }, { name: ['The field is required.'] }],
    [
      'a missing field within',
      { ...customer, locations: [customer.locations[0], { address: ADDRESS }] },
      { 'locations[1].name': ['The field is required.'] },
    ],
    ['null', { ...customer, name: null }, { name: ['The value must not be null.'] }],
    [
      'a wrong word',
      { ...customer, type: 'Alien' },
      { type: ["The value 'Alien' is not one of Residential, Commercial."] },
    ],
    ['a wrong type', { ...customer, doNotMail: 'no' }, { doNotMail: ['The value must be of type boolean.'] }],
    [
      'a fraction',
      { ...customer, paymentTermId: 1.5 },
      { paymentTermId: ['The value must be of type integer.'] },
    ],
    [
      'a wrong guid',
      { ...customer, externalData: { applicationGuid: 'mine', externalData: [] } },
      { 'externalData.applicationGuid': ["The value 'mine' is not a valid guid."] },
    ],
    [
      'an inherited name',
      JSON.parse('{"name":"A","address":null,"locations":{},"constructor":1,"__proto__":1}'),
      {
        address: ['The value must not be null.'],
        locations: ['The value must be of type array.'],
        constructor: ['The field is unknown.'],
        ['__proto__']: ['The field is unknown.'],
      },
    ],
  ])('is refused with %s, by path', async (_, body, errors) => {
    const { sandbox, client } = await createWriting()
    const path = crm('customers')
    const answer = await client.send('POST', path, body)
    expect(answer.status).toBe(400)
    expect(answer.body.title).toBe('One or more validation errors occurred.')
    expect(Object.entries(answer.body.errors)).toEqual(expect.arrayContaining(Object.entries(errors)))
    expect(writeViolations(['POST', path], answer)).toEqual([])
    expect(sandbox.book).toEqual([])
  })

  it('may have null where the contract allows it', async () => {
    const { client } = await createWriting()
    const body = { ...customer, type: null, contacts: null, externalData: null, doNotMail: null }
    expect((await client.send('POST', crm('customers'), body)).body).toMatchObject({
      type: 'Residential',
      doNotMail: false,
    })
  })

  it.each([
    ['{"name":', 'The body is not valid JSON.'],
    ['', 'The value must not be null.'],
    ['[]', 'The value must be of type object.'],
    ['"x"', 'The value must be of type object.'],
  ])('is refused as %j', async (text, message) => {
    const { client } = await createWriting()
    const { status, body } = await client.send('POST', crm('customers'), text)
    expect([status, body.errors]).toEqual([400, { '': [message] }])
  })

  it('may have unknown fields in a PATCH, by option, which are dropped', async () => {
    const { sandbox, client } = await createWriting({ writes: { unknownPatchFields: 'drop' } })
    const { id } = first(sandbox.records(TENANT, 'customers'), ({ active }) => active)
    const address = { ...ADDRESS, unit: '', latitude: 1, longitude: 2, planet: 'x' }
    const answer = await client.send('PATCH', crm(`customers/${id}`), { nickname: 'x', address })
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.body.address)).toEqual(Object.keys({ ...ADDRESS, latitude: 1, longitude: 2 }))
    expect(sandbox.book.at(-1)?.values).not.toHaveProperty('nickname')
    expect((await client.send('POST', crm('customers'), { ...customer, x: 1 })).status).toBe(400)
  })

  it('has every field of an address in the PATCH of a customer', async () => {
    const { sandbox, client } = await createWriting()
    const { id } = first(sandbox.records(TENANT, 'customers'), ({ active }) => active)
    const { body } = await client.send('PATCH', crm(`customers/${id}`), { address: ADDRESS })
    expect(Object.keys(body.errors).toSorted()).toEqual([
      'address.latitude',
      'address.longitude',
      'address.unit',
    ])
  })

  it('is judged as by JSON Schema', () => {
    const bodies = [
      { reasonId: 1, memo: 'x' },
      { reasonId: 1 },
      { reasonId: '1', memo: 'x' },
      { reasonId: 1, memo: null },
      { reasonId: 1, memo: 'x', more: 1 },
      null,
      [],
    ]
    const write = findWrite('Jobs_Cancel')
    const validate = createAjv().compile(requestSchema(write))
    for (const body of bodies) {
      const { errors } = validateBody({ module: 'jpm', body: write.body ?? '' }, body, {
        dropsUnknown: false,
      })
      expect([body, errors === undefined]).toEqual([body, validate(body)])
    }
  })
})

describe('a write', () => {
  it('needs its own scope', async () => {
    const scopes = ['tn.crm.customers:r', 'tn.crm.customers:w', 'tn.jpm.jobs:r']
    const { sandbox, client } = await createWriting({ scopes })
    expect((await client.send('POST', crm('customers'), customer)).status).toBe(200)
    const { status, body } = await client.send('POST', jpm('jobs'), newJob(sandbox))
    expect([status, body.title]).toEqual([403, 'Scope validation failed'])
    expect(sandbox.book.map(({ resource }) => resource)).not.toContain('jobs')
  })

  it('needs a token and a tenant, and counts for the rate limit', async () => {
    const { sandbox, client } = await createWriting({ rateLimit: { requestsPerSecond: 2 } })
    const post = () => client.send('POST', crm('customers'), customer)
    expect((await client.send('POST', '/crm/v2/tenant/9/customers', customer)).status).toBe(403)
    expect([(await post()).status, (await post()).status, (await post()).status]).toEqual([200, 200, 429])
    sandbox.revokeTokens()
    expect((await post()).status).toBe(401)
    expect((await client.send('PUT', crm('customers'), customer)).status).toBe(404)
  })
})

describe('values', () => {
  const spaced = {
    name: ' Hollis ',
    address: { ...ADDRESS, state: ' ok' },
    locations: [{ name: 'L ', address: ADDRESS }],
    contacts: [
      { type: 'Phone', value: '(918) 555-0123' },
      { type: 'Email', value: ' a@example.test' },
    ],
  }
  const write = async (writes: SandboxOptions['writes'] & object) => {
    const { sandbox, client } = await createWriting({ writes })
    const created = (await client.send('POST', crm('customers'), spaced)).body
    const job = (await client.send('POST', jpm('jobs'), newJob(sandbox, { summary: ' No heat' }))).body
    return {
      name: created.name,
      state: created.address.state,
      contacts: created.contacts.map(({ value }: { value: string }) => value),
      summary: job.summary,
    }
  }

  it('are stored as they are written', async () => {
    expect(await write({})).toEqual({
      name: ' Hollis ',
      state: ' ok',
      contacts: ['(918) 555-0123', ' a@example.test'],
      summary: ' No heat',
    })
  })

  it('are normalised by option, also in a PATCH, and the book has what is stored', async () => {
    const normalise = { phones: true, states: true, texts: true, summaries: true }
    expect(await write({ normalise })).toEqual({
      name: 'Hollis',
      state: 'OK',
      contacts: ['9185550123', 'a@example.test'],
      summary: '<p>No heat</p>',
    })
    const { sandbox, client } = await createWriting({ writes: { normalise } })
    const { id } = first(sandbox.records(TENANT, 'jobs'))
    const summaryOf = async (summary: string) =>
      (await client.send('PATCH', jpm(`jobs/${id}`), { summary })).body.summary
    expect(await summaryOf('Fan')).toBe('<p>Fan</p>')
    expect(await summaryOf('<p>Fan</p>')).toBe('<p>Fan</p>')
    expect(await summaryOf('')).toBe('')
    expect(sandbox.book.map(({ values }) => values.summary)).toEqual(['<p>Fan</p>', '<p>Fan</p>', ''])
  })
})
