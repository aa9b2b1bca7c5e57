import { type Env, exitCode, printResult, renderTable, UsageError } from 'cli-kit'
import { addTenantCommand, inTransaction, readTenantId, selectTenant } from 'cli-kit/postgres'
import type pg from 'pg'
import { commandAct, type ReasonOptions, recordEntries } from 'records'
import { z } from 'zod'
import { type Role, roleNames } from '../keys/scope.ts'
import {
  addPerson,
  changePerson,
  listPeople,
  type PersonPatch,
  type PersonRow,
} from '../people/manage-people.ts'
import { withManager } from './with-manager.ts'

interface TenantOptions {
  readonly json?: boolean
  readonly tenant?: string
}

export interface AddOptions extends TenantOptions, ReasonOptions {
  readonly name: string
  readonly email?: string
  readonly role: string
}

/** `api people add`. @throws {UsageError} */
export async function peopleAdd(options: AddOptions, env: Env, now: Date): Promise<number> {
  const values = {
    name: readName(options.name),
    email: options.email === undefined ? null : readEmail(options.email),
    role: readRole(options.role),
  }
  const act = commandAct(options, now)
  return withManager(env, async (client) => {
    const tenantId = await selectTenant(client, options.tenant)
    const person = await inTransaction(client, async () => {
      const added = await addPerson(client, tenantId, values)
      if (!added)
        throw new UsageError(`Tenant ${tenantId} does not exist. Add it with: ${addTenantCommand(tenantId)}`)
      await recordEntries(client, tenantId, act, [added.entry])
      return added.person
    })
    const { personId, name, role } = person
    const next = `pnpm api keys create --person ${personId} --name "Phone of ${name}"`
    printResult(
      options,
      { ok: true, ...person },
      `Added person ${personId}, ${name}, as ${role}. Create a key: ${next}`,
    )
    return exitCode.done
  })
}

/** `api people list`. */
export async function peopleList(options: TenantOptions, env: Env): Promise<number> {
  const tenantId = options.tenant === undefined ? null : readTenantId(options.tenant)
  return withManager(env, async (client) => {
    const people = await listPeople(client, tenantId)
    printResult(options, { ok: true, people }, renderPeople(people))
    return exitCode.done
  })
}

export interface SetOptions extends TenantOptions, ReasonOptions {
  readonly name?: string
  /** Empty: none. */
  readonly email?: string
  readonly role?: string
}

/** `api people set <id>`. @throws {UsageError} */
export async function peopleSet(id: string, options: SetOptions, env: Env, now: Date): Promise<number> {
  const { name, email, role } = options
  if (name === undefined && email === undefined && role === undefined)
    throw new UsageError('Nothing to change: give --name, --email or --role.')
  const patch = {
    name: name === undefined ? undefined : readName(name),
    email: email === undefined ? undefined : email === '' ? null : readEmail(email),
    role: role === undefined ? undefined : readRole(role),
  }
  return change(id, patch, { options, env, now })
}

/** `api people deactivate <id>` and `api people activate <id>`. @throws {UsageError} */
export async function peopleActivate(
  id: string,
  isActive: boolean,
  options: TenantOptions & ReasonOptions,
  env: Env,
  now: Date,
): Promise<number> {
  return change(id, { isActive }, { options, env, now })
}

interface Running {
  readonly options: TenantOptions & ReasonOptions
  readonly env: Env
  readonly now: Date
}

async function change(id: string, patch: PersonPatch, { options, env, now }: Running): Promise<number> {
  const personId = readPersonId(id)
  const act = commandAct(options, now)
  return withManager(env, async (client) => {
    const tenantId = await selectTenant(client, options.tenant)
    const person = await inTransaction(client, async () => {
      const changed = await changePerson(client, { tenantId, personId }, patch, now)
      if (!changed) throw unknownPerson(tenantId, personId)
      if (changed.entry) await recordEntries(client, tenantId, act, [changed.entry])
      return changed.person
    })
    printResult(options, { ok: true, ...person }, renderPeople([person]))
    return exitCode.done
  })
}

/** @throws {UsageError} when a person is given who does not exist, or is deactivated */
export async function assertActive(
  client: pg.ClientBase,
  tenantId: string,
  personId: string | null,
): Promise<void> {
  if (personId === null) return
  const person = (await listPeople(client, tenantId)).find((each) => each.personId === personId)
  if (!person) throw unknownPerson(tenantId, personId)
  if (person.deactivatedAt)
    throw new UsageError(
      `${person.name} is deactivated; to activate: pnpm api people activate ${personId} --tenant ${tenantId}`,
    )
}

/** @throws {UsageError} */
export function readPersonId(text: string): string {
  if (/^\d{1,18}$/.test(text)) return String(BigInt(text))
  throw new UsageError(`${text}: not the id of a person; see: pnpm api people list`)
}

function unknownPerson(tenantId: string, personId: string): UsageError {
  return new UsageError(`Tenant ${tenantId} has no person ${personId}; see: pnpm api people list`)
}

function readName(text: string): string {
  const name = text.trim()
  if (name !== '' && [...name].length <= 200 && !name.includes('\0')) return name
  throw new UsageError('--name must have 1 to 200 characters.')
}

function readEmail(text: string): string {
  const email = text.trim()
  if (email.length <= 320 && z.email().safeParse(email).success) return email
  throw new UsageError(`--email ${text} is not an e-mail address.`)
}

function readRole(text: string): Role {
  const role = roleNames.find((name) => name === text)
  if (role) return role
  throw new UsageError(`Unknown role ${text}. Choose from: ${roleNames.join(', ')}.`)
}

function renderPeople(people: readonly PersonRow[]): string {
  if (people.length === 0)
    return 'No persons yet. Add one with: pnpm api people add --name "Ada Park" --role dispatcher'
  return renderTable(
    ['tenant', 'person', 'name', 'e-mail', 'role', 'status'],
    people.map(({ tenantId, personId, name, email, role, deactivatedAt }) => [
      tenantId,
      personId,
      name,
      email ?? '',
      role,
      deactivatedAt ? 'deactivated' : 'active',
    ]),
  )
}
