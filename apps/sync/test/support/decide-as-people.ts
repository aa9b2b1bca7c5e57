import { readFile, writeFile } from 'node:fs/promises'
import type pg from 'pg'
import { SANDBOX_TENANT_ID } from 'servicetitan-sandbox'

interface Customer {
  readonly id: string
  readonly version: string
}

interface People {
  readonly customers: readonly Customer[]
  /** What the worker notes outside of the database. */
  readonly notesFile: string
  readonly change: (customer: Customer, values: object) => Promise<unknown>
  /** Sends what is due. */
  readonly push: () => Promise<unknown>
  /** Runs a command. */
  readonly sync: (...args: string[]) => Promise<void>
}

/** Where both sides change customers: rules, pauses, a restored database, many conflicts, and the way back. */
export async function decideAsPeople(
  admin: pg.Client,
  { customers, notesFile, change, push, sync }: People,
): Promise<void> {
  const of = ['--tenant', String(SANDBOX_TENANT_ID)] as const
  await sync('domains', 'rules', 'list', ...of)
  await sync('domains', 'rules', 'set', 'customers.name', 'lazi', ...of)
  await sync('domains', 'rules', 'set', 'customers.name', 'standard', ...of)
  await sync('domains', 'pause', 'customers', ...of)
  await sync('domains', 'resume', 'customers', ...of)
  // The database lacks a change that the worker has noted.
  const notes = await readFile(notesFile, 'utf8')
  await writeFile(notesFile, notes.replace(/"seq":"\d+"/, '"seq":"999999999"'))
  await push()
  await sync('domains', 'confirm-restore', ...of, '--yes')
  for (const { id } of customers) {
    const { rows } = await admin.query<Customer>(
      'SELECT id::text, version::text FROM lazi.customers WHERE id = $1',
      [id],
    )
    if (rows[0]) await change(rows[0], { name: `Ours ${id}` })
  }
  // ServiceTitan has other names since both agreed.
  await admin.query(`UPDATE sync.outbox SET base = '{"name": "Before"}'`)
  await push()
  await sync('conflicts', 'decide', '--all', '--field', 'name', '--take', 'lazi', ...of, '--yes')
  await sync('outbox', 'drop', 'customers', String(customers[0]?.id), ...of)
  await sync('domains', 'plan', 'customers', 'servicetitan', ...of)
  const discard = ['--discard', '--wait', '0', '--yes']
  await sync('domains', 'set', 'customers,jobs', 'servicetitan', ...of, ...discard)
}
