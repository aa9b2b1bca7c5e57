import { z } from '@hono/zod-openapi'
import { id, instant, trimmedText } from '../http/values.ts'
import { roleNames } from '../keys/scope.ts'

const name = trimmedText(200).openapi({
  description: 'As it is shown, and recorded with each change.',
  example: 'Ada Park',
})
const email = z.email().max(320).nullable().openapi({ example: 'ada@example.com' })
const role = z.enum(roleNames).openapi({
  description:
    'reader: read; dispatcher: also change appointments, assignments and the status of jobs; office: also change customers, contacts, locations and jobs; admin: everything.',
})

/** A person who uses LAZI in this tenant. */
export const person = z
  .object({
    id: id.openapi({ example: '1' }),
    name,
    email,
    role,
    isActive: z.boolean().openapi({ description: 'Whether the keys of the person are accepted.' }),
    createdAt: instant,
  })
  .openapi('Person')

export const peoplePage = z
  .object({ data: z.array(person), nextCursor: z.string().nullable() })
  .openapi('PeoplePage')

export const newPerson = z.strictObject({ name, email: email.default(null), role }).openapi('NewPerson')

export const personChanges = z
  .strictObject({ name, email, role, isActive: z.boolean() })
  .partial()
  .refine((changes) => Object.values(changes).some((value) => value !== undefined), {
    message: 'Expected at least one field',
  })
  .openapi('PersonChanges')

export type Person = z.infer<typeof person>
export type NewPerson = z.input<typeof newPerson>
export type PersonChanges = z.infer<typeof personChanges>
