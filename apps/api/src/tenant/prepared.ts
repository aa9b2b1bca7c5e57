import { hash } from 'node:crypto'

/**
 * A statement that a connection plans once and then remembers, since to plan it takes longer than to run it.
 * @param isUsual whether there are few such statements: a connection forgets none
 */
export function prepared<Values extends readonly unknown[]>(
  isUsual: boolean,
  statement: { readonly text: string; readonly values: Values },
): { readonly name?: string; readonly text: string; readonly values: Values } {
  return isUsual ? { name: hash('sha1', statement.text, 'hex'), ...statement } : statement
}
