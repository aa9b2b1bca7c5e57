/** A statement that the driver prepares once per connection. */
interface PreparedStatement {
  readonly name: string
  readonly text: string
}

const statements = new Map<string, PreparedStatement>()

/** A function of named statements, each of which is built once for what it is about. */
export function preparedFor<Subject extends object>(
  build: (subject: Subject) => string,
): (subject: Subject) => PreparedStatement {
  const built = new WeakMap<Subject, PreparedStatement>()
  return (subject) => {
    const statement = built.get(subject) ?? prepared(build(subject))
    built.set(subject, statement)
    return statement
  }
}

/**
 * Names a statement of every page, so that PostgreSQL parses it once per connection and soon reuses its plan. A
 * connection keeps each statement until it closes, so use this for a small number of texts.
 */
export function prepared(text: string): PreparedStatement {
  const known = statements.get(text)
  if (known) return known
  const statement = { name: `lazi_sync_${statements.size + 1}`, text }
  statements.set(text, statement)
  return statement
}
