/**
 * The name of a field in words.
 * @example
 * fieldLabel('projectServiceTitanId') // 'Project ServiceTitan id'
 */
export function fieldLabel(field: string): string {
  const words = field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  const spelled = words.replace('service titan', 'ServiceTitan')
  return `${spelled.slice(0, 1).toUpperCase()}${spelled.slice(1)}`
}
