import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { AuditEntry } from 'records'
import { newValues } from '../audit/new-values.ts'
import type { Role } from '../keys/scope.ts'

/** A person, with a role in one tenant. */
export type PersonRow = CamelRow<
  'api.people',
  'tenant_id' | 'person_id' | 'name' | 'email' | 'created_at' | 'deactivated_at'
> & { readonly role: Role }

/** What can be changed of a person; what is undefined stays. */
export interface PersonPatch {
  readonly name?: string | undefined
  readonly email?: string | null | undefined
  readonly role?: Role | undefined
  /** Whether the keys of the person are accepted. */
  readonly isActive?: boolean | undefined
}

const columns = `tenant_id AS "tenantId", person_id AS "personId", name, email, role, created_at AS "createdAt",
            deactivated_at AS "deactivatedAt"`

/**
 * Adds a person.
 * @returns the person, and the entry for the audit log; null when the tenant does not exist
 */
export async function addPerson(
  client: pg.ClientBase,
  tenantId: string,
  values: Pick<PersonRow, 'name' | 'email' | 'role'>,
): Promise<{ person: PersonRow; entry: AuditEntry } | null> {
  const { rows } = await client.query<PersonRow>(
    `INSERT INTO api.people (tenant_id, name, email, role)
     SELECT tenant_id, $2, $3, $4 FROM raw.tenants WHERE tenant_id = $1 RETURNING ${columns}`,
    [tenantId, values.name, values.email, values.role],
  )
  const [person] = rows
  if (!person) return null
  const { name, email, role } = values
  const entry = { action: 'create', entity: 'api.people', entityId: person.personId } as const
  return { person, entry: { ...entry, changes: newValues({ name, email, role }) } }
}

/**
 * Changes a person.
 * @param client in a transaction, in which the row stays locked
 * @returns the person, and the entry for the audit log, null if nothing changed; null when there is no such person
 */
export async function changePerson(
  client: pg.ClientBase,
  { tenantId, personId }: { readonly tenantId: string; readonly personId: string },
  patch: PersonPatch,
  now: Date,
): Promise<{ person: PersonRow; entry: AuditEntry | null } | null> {
  const { rows: found } = await client.query<PersonRow>(
    `SELECT ${columns} FROM api.people WHERE tenant_id = $1 AND person_id = $2 FOR NO KEY UPDATE`,
    [tenantId, personId],
  )
  const [before] = found
  if (!before) return null
  const { isActive = before.deactivatedAt === null } = patch
  const after = {
    name: patch.name ?? before.name,
    email: patch.email === undefined ? before.email : patch.email,
    role: patch.role ?? before.role,
    deactivatedAt: isActive ? null : (before.deactivatedAt ?? now),
  }
  const fields = Object.keys(after) as (keyof typeof after)[]
  const changed = fields.filter((field) => before[field] !== after[field])
  if (changed.length === 0) return { person: before, entry: null }
  await client.query(
    `UPDATE api.people SET name = $3, email = $4, role = $5, deactivated_at = $6 WHERE tenant_id = $1 AND person_id = $2`,
    [tenantId, personId, after.name, after.email, after.role, after.deactivatedAt],
  )
  const changes = Object.fromEntries(
    changed.map((field) => [field, { old: before[field], new: after[field] }]),
  )
  return {
    person: { ...before, ...after },
    entry: { action: 'update', entity: 'api.people', entityId: personId, changes },
  }
}

/** The persons of a tenant, or of all tenants, also those who are deactivated. */
export async function listPeople(client: pg.ClientBase, tenantId: string | null): Promise<PersonRow[]> {
  const { rows } = await client.query<PersonRow>(
    `SELECT ${columns} FROM api.people WHERE $1::bigint IS NULL OR tenant_id = $1 ORDER BY tenant_id, person_id`,
    [tenantId],
  )
  return rows
}
