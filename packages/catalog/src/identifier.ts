/**
 * The identifier under which the file of a resource exports its definition.
 * @example
 * ```ts
 * identifierOf('job-types') // 'jobTypes'
 * ```
 */
export function identifierOf(resource: string): string {
  return resource.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
