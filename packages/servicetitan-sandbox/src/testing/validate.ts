import { Ajv2020 } from 'ajv/dist/2020.js'
import { responseSchema } from '../contract/index.ts'

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?Z$/

/** .NET's format: the days only if there are any, the fraction only if it is not 0. */
const DURATION = /^([1-9]\d*\.)?\d\d:\d\d:\d\d(\.\d{7})?$/

/** An ajv with strict checks of the vendor's formats. */
export const createAjv = (): Ajv2020 => {
  const ajv = new Ajv2020({ allErrors: true })
  ajv.addFormat('date-time', { type: 'string', validate: (text: string) => DATE_TIME.test(text) })
  ajv.addFormat('int32', { type: 'number', validate: (value: number) => Math.abs(value) < 2 ** 31 })
  ajv.addFormat('int64', { type: 'number', validate: Number.isInteger })
  for (const format of ['decimal', 'double'])
    ajv.addFormat(format, { type: 'number', validate: Number.isFinite })
  for (const format of ['html', 'multiline', 'phone', 'guid'])
    ajv.addFormat(format, { type: 'string', validate: () => true })
  ajv.addFormat('email', { type: 'string', validate: (text: string) => text.includes('@') })
  ajv.addFormat('duration', { type: 'string', validate: (text: string) => DURATION.test(text) })
  return ajv
}

const ajv = createAjv()

/** The violations of the contract by a response's body, as messages. */
export const violations = (
  operation: Parameters<typeof responseSchema>[0],
  status: number,
  body: unknown,
): string[] => {
  const validate = ajv.compile(responseSchema(operation, status))
  if (validate(body)) return []
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
