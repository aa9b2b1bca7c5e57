/** The fields whose names are not spelled as their words. */
const labels: Readonly<Record<string, string>> = {
  addressZip: 'Address ZIP',
  customerPo: 'Customer PO',
  email: 'E-mail',
  tagTypeIds: 'Tags',
}

/**
 * The name of a field in words.
 * @example
 * fieldLabel('projectServiceTitanId') // 'Project ServiceTitan id'
 */
export function fieldLabel(field: string): string {
  const known = labels[field]
  if (known !== undefined) return known
  const words = field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  const spelled = words.replace('service titan', 'ServiceTitan')
  return `${spelled.slice(0, 1).toUpperCase()}${spelled.slice(1)}`
}

/**
 * The name of a field whose value is chosen by its name and not by its id.
 * @example
 * choiceLabel('jobTypeId') // 'Job type'
 * choiceLabel('technicianIds') // 'Technicians'
 */
export function choiceLabel(field: string): string {
  return labels[field] ?? fieldLabel(field.replace(/Ids$/, 's').replace(/Id$/, ''))
}
