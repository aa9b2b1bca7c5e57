import { hostname, userInfo } from 'node:os'

/** Who runs this process, for people: `alice on db-1`. */
export function operatorName(): string {
  return `${userName()} on ${hostname()}`
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // A container may run as an id without an account.
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}
