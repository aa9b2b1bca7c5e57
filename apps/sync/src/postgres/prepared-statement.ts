import { type Statement, statementName } from 'cli-kit/postgres'

/** A function of prepared statements, each of which is built once for what it is about. */
export function preparedFor<Subject extends object>(
  build: (subject: Subject) => string,
): (subject: Subject, values: readonly unknown[]) => Statement {
  const built = new WeakMap<Subject, Omit<Statement, 'values'>>()
  return (subject, values) => {
    const statement = built.get(subject) ?? named(build(subject))
    built.set(subject, statement)
    return { ...statement, values }
  }
}

const named = (text: string) => ({ name: statementName(text), text })
