import { type Fact, nextKeysStatement, none } from 'analytics'
import type pg from 'pg'

/** The next ids of a fact, in order. @param options.after the last one before them; null: from the first */
export async function readNextKeys(
  client: pg.ClientBase,
  tenantId: string,
  { fact, after, limit }: { readonly fact: Fact; readonly after: string | null; readonly limit: number },
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(nextKeysStatement(fact, limit), [
    tenantId,
    after ?? none,
  ])
  return rows.map(({ id }) => id)
}
