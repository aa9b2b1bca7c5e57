import { expect, test } from 'vitest'
import { appointmentFields, customerFields, jobFields } from '../../src/fields/index.ts'
import {
  type Conflict,
  groupValues,
  type MergeFields,
  mergeFieldsOf,
  ungroupValues,
  valuesToSend,
} from '../../src/merge/index.ts'

const fields = {
  name: { kind: 'text', owner: 'shared', onConflict: 'ask' },
  summary: { kind: 'html', owner: 'shared', onConflict: 'ask' },
  limit: { kind: 'decimal', owner: 'servicetitan', onConflict: 'ask' },
  tags: { kind: 'set', owner: 'shared', onConflict: 'ask' },
  texts: { kind: 'texts', owner: 'shared', onConflict: 'ask' },
} as const satisfies MergeFields
const isOpen = {} as Conflict

test('what differs from the base is sent', () => {
  const local = {
    name: 'new',
    summary: '<p>same</p>',
    limit: '2',
    tags: ['b', 'c'],
    texts: { 1: 'one', 3: 'three', 4: '4' },
  }
  const base = { name: 'old', summary: 'same', limit: '1', tags: ['a', 'b'], texts: { 1: 'one', 2: 'two' } }
  expect(valuesToSend(fields, { local, base })).toEqual({
    name: 'new',
    tags: { added: ['c'], removed: ['a'] },
    texts: { 2: null, 3: 'three', 4: '4' },
  })
  expect(valuesToSend(fields, { local, base, open: { name: isOpen, 'texts.2': isOpen } })).toEqual({
    tags: { added: ['c'], removed: ['a'] },
    texts: { 3: 'three', 4: '4' },
  })
  expect(valuesToSend(fields, { local, base: { tags: ['c', 'b'], texts: local.texts } })).toEqual({})
  expect(valuesToSend(fields, { local, base: {} })).toEqual({})
})

test('fields of tables are merged by their kinds, owners and policies', () => {
  const customers = mergeFieldsOf(customerFields, {
    name: { onConflict: 'lazi' },
    creditLimit: { owner: 'lazi' },
  })
  expect(customers.name).toEqual({ kind: 'text', owner: 'shared', onConflict: 'lazi' })
  expect(customers.creditLimit).toEqual({
    kind: 'decimal',
    owner: 'servicetitan',
    onConflict: 'servicetitan',
  })
  expect(customers.tagTypeIds?.kind).toBe('set')
  expect(customers.customFields).toEqual({ kind: 'texts', owner: 'shared', onConflict: 'servicetitan' })
  expect(customers.address).toMatchObject({
    kind: 'group',
    onConflict: 'ask',
    members: { addressZip: 'text' },
  })
  expect(customers.active?.onConflict).toBe('ask')
  const jobs = mergeFieldsOf(jobFields, { priority: { owner: 'lazi' } })
  expect(jobs.summary).toEqual({ kind: 'html', owner: 'shared', onConflict: 'ask' })
  expect(jobs.priority).toEqual({ kind: 'choice', owner: 'lazi', onConflict: 'servicetitan' })
  expect(jobs.customerId?.kind).toBe('id')
})

test('the values of a group are those of its fields', () => {
  const appointments = mergeFieldsOf(appointmentFields)
  expect(appointments.time).toEqual({
    kind: 'group',
    members: { startsAt: 'instant', endsAt: 'instant', arrivalStartsAt: 'instant', arrivalEndsAt: 'instant' },
    owner: 'shared',
    onConflict: 'ask',
  })
  const values = {
    specialInstructions: 'Ring',
    startsAt: 's',
    endsAt: 'e',
    arrivalStartsAt: null,
    arrivalEndsAt: null,
  }
  const grouped = groupValues(appointments, values)
  expect(grouped).toEqual({
    specialInstructions: 'Ring',
    time: { startsAt: 's', endsAt: 'e', arrivalStartsAt: null, arrivalEndsAt: null },
  })
  expect(ungroupValues(appointments, grouped)).toEqual(values)
  expect(groupValues(appointments, { specialInstructions: null })).toEqual({ specialInstructions: null })
})
