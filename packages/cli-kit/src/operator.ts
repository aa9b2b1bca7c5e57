import { hostname, userInfo } from 'node:os'

/** Who runs this process. */
export interface Operator {
  /** Such as `alice@db-1`. */
  readonly id: string
  /** For people: `alice on db-1`. */
  readonly name: string
}

/**
 * The account that runs this process, and its machine.
 * @example
 * notice(`Paused by ${readOperator().name}.`)
 */
export function readOperator(): Operator {
  const [user, host] = [userName(), hostname()]
  return { id: `${user}@${host}`, name: `${user} on ${host}` }
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // A container may run as an id without an account.
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}
