/**
 * What a key allows. write:dispatch: changing appointments, assignments and the status of jobs; write:records: changing
 * customers, contacts, locations and jobs.
 */
export const scopes = ['read', 'write:dispatch', 'write:records', 'sync', 'admin'] as const

export type Scope = (typeof scopes)[number]

/** The scopes of a person, by their role. */
export const roles = {
  reader: ['read'],
  dispatcher: ['read', 'write:dispatch'],
  office: ['read', 'write:dispatch', 'write:records'],
  admin: scopes,
} as const satisfies Readonly<Record<string, readonly Scope[]>>

export type Role = keyof typeof roles

/** The names of the roles. */
export const roleNames = Object.keys(roles) as [Role, ...Role[]]

/** Whether granted scopes include the required one: every scope includes read, and admin includes every scope. */
export function includesScope(granted: readonly Scope[], required: Scope): boolean {
  if (granted.includes('admin')) return true
  return required === 'read' ? granted.length > 0 : granted.includes(required)
}
