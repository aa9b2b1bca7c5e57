import { hash } from 'node:crypto'

/**
 * A prepared statement, planned once per connection: planning these takes longer than executing them.
 * @param text our own SQL only, of which there are few: a connection keeps all of them
 */
export const prepared = (text: string, values: unknown[]) => ({
  name: `w_${hash('sha1', text, 'hex')}`,
  text,
  values,
})
