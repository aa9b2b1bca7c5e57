import { z } from '@hono/zod-openapi'
import { plainDecimal } from 'records'
import {
  appointmentFields,
  customerContactFields,
  customerFields,
  jobFields,
  locationContactFields,
  locationFields,
  type WritableField,
  type WritableTable,
} from 'records/fields'
import { instantParameter, recordId, text, trimmedText } from '../http/values.ts'

// The bodies of changes, made from the fields that people can change.

/** The id that a client chooses for a new record: UUIDs of version 8 are those of ServiceTitan's records. */
const newId = z
  .string()
  .regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    'Expected a UUID of version 7 or 4, in lower case',
  )
  .optional()
  .openapi({
    format: 'uuid',
    description:
      'The id of the new record, chosen by the client, so that it can repeat the request: a UUID of version 7 or 4. The same id with the same content responds with 200 and the record.',
    example: '0199c2a4-7d1e-7b3a-9c55-1f2e3d4c5b6a',
  })

/** Characters of a custom field, and records of a list that keeps those it has, as the tags of merged customers. */
const most = { custom: 1_000, kept: 1_000 }

/** @param isNew whether the value is that of a new record, so that it keeps nothing @default false */
function givenSchema(field: WritableField, isNew = false): z.ZodType {
  switch (field.kind) {
    case 'text':
      return trimmedText(field.max)
    case 'choice':
      return z.enum(field.options as [string, ...string[]])
    case 'boolean':
      return z.boolean()
    case 'number':
      // -0 is 0: it is not stored, so it would be a change each time.
      return z
        .number()
        .min(field.min)
        .max(field.max)
        .overwrite((value) => value + 0)
    case 'decimal':
      return z
        .string()
        .regex(/^-?\d{1,12}(\.\d{1,4})?$/, 'Expected a decimal number, such as 129.95')
        .overwrite(plainDecimal)
        .openapi({ example: '129.95' })
    case 'instant':
      return instantParameter
    case 'record':
      return recordId
    case 'records':
      return z
        .array(recordId)
        .max(isNew ? field.max : most.kept)
        .overwrite((ids) => [...new Set(ids)])
    case 'customFields':
      return z.record(z.string().regex(/^\d{1,19}$/), text(most.custom).nullable()).openapi({
        description:
          'Values by the id of their type: those that are given are set, and null removes one. Others stay.',
        example: {},
      })
  }
}

const valueSchema = (field: WritableField, isNew = false): z.ZodType =>
  field.isRequired ? givenSchema(field, isNew) : givenSchema(field, isNew).nullable()

/** A body of these members; of a field that people cannot change it says why. */
function strictBody(members: Readonly<Record<string, z.ZodType>>, { readOnly, fixed = [] }: WritableTable) {
  return z.strictObject(members, {
    error(issue) {
      if (issue.code !== 'unrecognized_keys') return undefined
      const reasons = (issue.keys as string[]).flatMap((key) => {
        if (Object.hasOwn(readOnly, key)) return [`${key} cannot be changed here. ${readOnly[key]}`]
        if (fixed.includes(key))
          return [`${key} is given when it is created, and then stays, or changes by actions.`]
        return []
      })
      return reasons.length > 0 ? reasons.join('\n') : undefined
    },
  })
}

/** The body that creates a record. @param more members besides its fields @param without fields that the path has */
function newBody(
  name: string,
  table: WritableTable,
  {
    more = {},
    without = [],
  }: { readonly more?: Readonly<Record<string, z.ZodType>>; readonly without?: readonly string[] } = {},
) {
  const members = Object.entries(table.fields)
    .filter(([field]) => !without.includes(field))
    .map(([field, definition]) => {
      const schema = valueSchema(definition, true)
      const mustBeGiven = definition.isRequired && definition.initial === undefined
      return [field, mustBeGiven ? schema : schema.optional()] as const
    })
  return strictBody({ id: newId, ...Object.fromEntries(members), ...more }, table).openapi(name)
}

/** The body that changes a record: at least one of its fields. */
function changesBody(name: string, table: WritableTable) {
  const members = Object.entries(table.fields)
    .filter(([field]) => !table.fixed?.includes(field))
    .map(([field, definition]) => [field, valueSchema(definition).optional()] as const)
  return strictBody(Object.fromEntries(members), table)
    .refine((changes) => Object.values(changes).some((value) => value !== undefined), {
      message: 'Expected at least one field',
    })
    .openapi(name)
}

const listedContact = (name: string, table: WritableTable, owner: string) =>
  z
    .array(newBody(name, table, { without: [owner] }).omit({ id: true }))
    .max(50)
    .default([])
    .openapi({ description: 'Contacts to create with it.' })

export const newCustomer = newBody('NewCustomer', customerFields, {
  more: { contacts: listedContact('ContactOfNewCustomer', customerContactFields, 'customerId') },
})
export const customerChanges = changesBody('CustomerChanges', customerFields)
export const newLocation = newBody('NewLocation', locationFields, {
  more: { contacts: listedContact('ContactOfNewLocation', locationContactFields, 'locationId') },
})
export const locationChanges = changesBody('LocationChanges', locationFields)
export const newCustomerContact = newBody('NewCustomerContact', customerContactFields, {
  without: ['customerId'],
})
export const newLocationContact = newBody('NewLocationContact', locationContactFields, {
  without: ['locationId'],
})
export const contactChanges = changesBody('ContactChanges', customerContactFields)
export const merge = z
  .strictObject({ into: recordId.openapi({ description: 'The customer that stays.' }) })
  .openapi('Merge')

const allowOverlap = z.boolean().default(false).openapi({
  description: 'Whether the technicians may have other bookings at that time.',
})
const technicianIds = z.array(recordId).max(50)
const appointmentId = newId
const windowEnd = instantParameter.nullable().default(null)
const times = {
  startsAt: instantParameter,
  endsAt: instantParameter,
  arrivalStartsAt: windowEnd.openapi({ description: 'The earliest promised arrival.' }),
  arrivalEndsAt: windowEnd.openapi({ description: 'The latest promised arrival.' }),
}

const appointmentMembers = {
  id: appointmentId,
  ...times,
  specialInstructions: trimmedText(10_000).nullable().default(null),
  technicianIds: technicianIds.default([]),
  allowOverlap,
}
export const newAppointment = z.strictObject(appointmentMembers).openapi('NewAppointment')
export const newJob = newBody('NewJob', jobFields, {
  more: {
    appointments: z
      .array(newAppointment)
      .min(1)
      .max(20)
      .openapi({ description: 'When it is worked on, and by whom: at least one appointment.' }),
  },
})
export const jobChanges = changesBody('JobChanges', jobFields)
export const appointmentChanges = changesBody('AppointmentChanges', appointmentFields)
export const reschedule = z
  .strictObject({
    ...times,
    technicianIds: technicianIds.optional().openapi({
      description: 'Who is booked then, in place of the technicians of the appointment.',
    }),
    allowOverlap,
  })
  .openapi('Reschedule')
export const assignment = z
  .strictObject({
    technicianIds: technicianIds.min(1),
    unassign: technicianIds.default([]).openapi({
      description: 'Technicians who are assigned, and no longer are after this change.',
    }),
    allowOverlap,
  })
  .openapi('Assignment')
export const unassignment = z.strictObject({ technicianIds: technicianIds.min(1) }).openapi('Unassignment')
export const reason = z
  .strictObject({
    reasonId: recordId.openapi({ description: 'A reason of the account.' }),
    memo: trimmedText(1_000).openapi({ description: 'The reason in words.' }),
  })
  .openapi('ReasonOfChange')
