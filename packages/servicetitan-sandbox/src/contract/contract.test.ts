import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { extractContract } from '../../scripts/extract-contract.ts'
import { resources } from '../generated/resources.ts'
import { createAjv } from '../testing/validate.ts'
import { resourceNames } from '../world/generated/resource-names.ts'
import {
  findOperation,
  findWrite,
  matchWrite,
  operations,
  recordFields,
  requestSchema,
  responseSchema,
  writes,
} from './index.ts'

const root = join(import.meta.dirname, '..', '..')
const openapiDir =
  process.env.SERVICETITAN_OPENAPI_DIR ?? join(root, '..', '..', '..', 'shared', 'servicetitan', 'openapi')

describe('the contract', () => {
  it('matches the vendor’s files', (ctx) => {
    if (!existsSync(openapiDir))
      ctx.skip('no vendor files: set SERVICETITAN_OPENAPI_DIR to compare with them')
    for (const [name, text] of Object.entries(extractContract(openapiDir))) {
      expect(readFileSync(join(root, 'contract', name), 'utf8'), name).toBe(text)
    }
  })

  it('has a list, an export and a get of each resource where the vendor has them', () => {
    const without = (kind: 'list' | 'export' | 'get') =>
      resourceNames.filter((name) => findOperation(name, kind) === undefined)
    expect(without('list')).toEqual(resourceNames.filter((name) => !resources[name].hasList))
    expect(without('list').every((name) => resources[name].hasExport)).toBe(true)
    expect(without('export')).toEqual(resourceNames.filter((name) => !resources[name].hasExport))
    expect(without('export')).toEqual(expect.arrayContaining(['campaigns', 'job-types', 'teams', 'zones']))
    expect(without('get')).toEqual(resourceNames.filter((name) => !resources[name].hasGetById))
    expect(without('get')).toEqual(
      expect.arrayContaining([
        'appointment-assignments',
        'customer-contacts',
        'invoices',
        'location-contacts',
        'payments',
        'tag-types',
      ]),
    )
    const missing = without('list').length + without('export').length + without('get').length
    expect(operations.filter(({ kind }) => kind !== 'children')).toHaveLength(
      3 * resourceNames.length - missing,
    )
    expect(operations.filter(({ kind }) => kind === 'children')).toHaveLength(2)
  })

  it('has the fields of each record', () => {
    const counts = (kind: 'list' | 'export') =>
      ['locations', 'jobs', 'appointments', 'technicians', 'appointment-assignments'].map((resource) => {
        const operation = findOperation(resource, kind)
        return operation && recordFields(operation).length
      })
    expect(counts('list')).toEqual([15, 39, 17, 45, 12])
    expect(counts('export')).toEqual([15, 40, 17, 45, 12])
  })

  it('has a field’s type, whether it is required or nullable, and its enum', () => {
    const technicians = findOperation('technicians', 'get')
    const fields = technicians ? recordFields(technicians) : []
    const field = (name: string) => fields.find((candidate) => candidate.name === name)
    expect(field('id')).toMatchObject({ type: 'integer', format: 'int64', required: true, nullable: false })
    expect(field('status')).toMatchObject({
      type: 'string',
      nullable: false,
      enum: expect.arrayContaining(['Meal']),
    })
    expect(field('home')).toMatchObject({ type: 'object', required: false, nullable: true })
  })

  it('compiles every documented response as JSON Schema 2020-12', () => {
    const ajv = createAjv()
    for (const operation of operations) {
      for (const status of Object.keys(operation.responses)) {
        expect(ajv.compile(responseSchema(operation, Number(status)))).toBeTypeOf('function')
      }
    }
  })

  it('refuses a status that the vendor does not document', () => {
    expect(() => responseSchema(operations[0] as never, 418)).toThrow('documents no response with status 418')
  })

  it('compiles the body and every response of each write, and has a scope to write', () => {
    const ajv = createAjv()
    for (const write of writes) {
      expect(write.scopes, write.id).toEqual([expect.stringMatching(/^tn\..*:w$/)])
      if (write.body !== null) expect(ajv.compile(requestSchema(write))).toBeTypeOf('function')
      for (const [status, schema] of Object.entries(write.responses)) {
        if (schema !== null) expect(ajv.compile(responseSchema(write, Number(status)))).toBeTypeOf('function')
      }
    }
  })

  it('finds a write by the request that makes it', () => {
    const path = '/crm/v2/tenant/7/customers/5/contacts/9'
    const found = matchWrite('patch', path)
    expect(found?.write.id).toBe('Customers_UpdateContact')
    expect(found?.ids).toEqual({ tenant: '7', id: '5', contactId: '9' })
    expect(matchWrite('PUT', path)).toBeUndefined()
    expect(matchWrite('PATCH', `${path}/1`)).toBeUndefined()
    expect(matchWrite('POST', '/crm/v2/tenant/7/customers/5/tags/')).toBeUndefined()
  })

  it('validates the body of a write', () => {
    const ajv = createAjv()
    const validate = ajv.compile(requestSchema(findWrite('Jobs_Cancel')))
    expect(validate({ reasonId: 3_300, memo: 'Sold the house' })).toBe(true)
    expect(validate({ reasonId: 3_300 })).toBe(false)
    expect(validate({ reasonId: 3_300, memo: null })).toBe(false)
    expect(validate({ reasonId: 3_300, memo: '', by: 'us' })).toBe(false)
    expect(() => requestSchema(findWrite('Customers_DeleteTag'))).toThrow('has no body')
    expect(() => responseSchema(findWrite('Jobs_Cancel'))).toThrow('documents no body')
    expect(() => findWrite('Jobs_Delete')).toThrow('no write Jobs_Delete')
  })
})
