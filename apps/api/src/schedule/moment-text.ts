/** SQL of a `timestamptz` as it goes out, in a session whose time zone is UTC. */
export function momentText(expression: string): string {
  return `to_char(${expression}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}
