import { hash } from 'node:crypto'

/** A query of pg; one that has a name is prepared by it. */
export interface Statement<Values extends readonly unknown[] = readonly unknown[]> {
  readonly name?: string
  readonly text: string
  readonly values: Values
}

/** The name that a statement is prepared by: an SQL identifier that follows from its text. */
export function statementName(text: string): string {
  return `s_${hash('sha1', text, 'hex')}`
}

/**
 * A statement that each connection plans once and then remembers, for those that take longer to plan than to run.
 * Only for texts of which there are few: a connection forgets none.
 * @param text SQL of ours alone: nothing from a request belongs into it
 */
export function prepared<const Values extends readonly unknown[]>(text: string, values: Values) {
  return { name: statementName(text), text, values }
}
