import pg from 'pg'

/** A parameter: as text, or in the binary form of its type. */
type Parameter = string | Buffer

/**
 * Runs a statement with parameters of many megabytes. They are sent without a copy: the driver would first copy them
 * into one message, while PostgreSQL waits.
 * @param parameters one list per execution; their memory must not be changed or released before PostgreSQL has answered
 */
export function queryBinary<R extends pg.QueryResultRow>(
  client: pg.ClientBase,
  text: string,
  parameters: readonly (readonly Parameter[])[],
): Promise<readonly pg.QueryResult<R>[]> {
  return new Promise((resolve, reject) => {
    client.query(
      new BinaryQuery(text, parameters, (error, result) => {
        if (error) reject(error)
        else resolve([result].flat() as unknown as pg.QueryResult<R>[])
      }),
    )
  })
}

/** The driver's query, with its own Bind message (PostgreSQL's manual, "Message Formats"). */
class BinaryQuery extends pg.Query {
  readonly #text: string
  readonly #parameters: readonly (readonly Parameter[])[]

  constructor(
    text: string,
    parameters: readonly (readonly Parameter[])[],
    callback: (error: Error | undefined, result: pg.ResultBuilder) => void,
  ) {
    super({ text }, callback)
    this.#text = text
    this.#parameters = parameters
    this.submit = (connection) => this.#submit(connection)
  }

  #submit(connection: pg.Connection): null {
    const { stream } = connection
    connection.parse({ name: '', text: this.#text, types: [] }, true)
    for (const parameters of this.#parameters) {
      stream.cork()
      for (const part of bindMessage(parameters)) stream.write(part)
      connection.describe({ type: 'P', name: '' }, true)
      connection.execute({ portal: '' }, true)
      stream.uncork()
    }
    connection.sync()
    return null
  }
}

const BIND = 66
const TEXT_FORMAT = 0
const BINARY_FORMAT = 1

/** The parts of the message, in order. Names of the portal and of the statement are empty; results are sent as text. */
function bindMessage(parameters: readonly Parameter[]): Buffer[] {
  const values = parameters.map((value) => (typeof value === 'string' ? Buffer.from(value) : value))
  const head = Buffer.alloc(1 + 4 + 2 + 2 + 2 * values.length + 2)
  const tail = Buffer.alloc(2)
  const lengths = values.map(({ length }) => int32(length))
  const total = values.reduce((sum, { length }) => sum + 4 + length, head.length - 1 + tail.length)
  let at = head.writeUInt8(BIND)
  at = head.writeInt32BE(total, at) + 2
  at = head.writeInt16BE(values.length, at)
  for (const value of parameters) {
    at = head.writeInt16BE(typeof value === 'string' ? TEXT_FORMAT : BINARY_FORMAT, at)
  }
  head.writeInt16BE(values.length, at)
  return [head, ...values.flatMap((value, index) => [lengths[index] as Buffer, value]), tail]
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
