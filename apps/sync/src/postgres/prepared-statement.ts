/** A statement that the driver prepares once per connection. */
interface PreparedStatement {
  readonly name: string
  readonly text: string
}

const statements = new Map<string, PreparedStatement>()

/**
 * Names a statement that comes with every page: PostgreSQL reads it once for a connection, and soon has a plan for it,
 * too. A connection keeps each until it ends, so it is for texts of which there are few.
 */
export function prepared(text: string): PreparedStatement {
  const known = statements.get(text)
  if (known) return known
  const statement = { name: `lazi_sync_${statements.size + 1}`, text }
  statements.set(text, statement)
  return statement
}
