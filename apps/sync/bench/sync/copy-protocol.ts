import type pg from 'pg'

// COPY through a connection: `pg` lets an object take part in its protocol in place of a query.

/** What `pg` calls on an object that it is given as a query (its lib/client.js), and has no types for. */
interface CopyConnection extends pg.Connection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

interface CopyMessages {
  handleCopyInResponse?(connection: CopyConnection): void
  handleCopyData?(message: { readonly chunk: Buffer }): void
}

/** Sends `rows`, in COPY's text format, to `COPY … FROM STDIN`. */
export async function copyIn(client: pg.Client, sql: string, rows: Buffer): Promise<void> {
  await submit(client, sql, {
    handleCopyInResponse(connection) {
      connection.sendCopyFromChunk(rows)
      connection.endCopyFrom()
    },
  })
}

/** What `COPY … TO STDOUT` sends, in COPY's text format. */
export async function copyOut(client: pg.Client, sql: string): Promise<Buffer> {
  const rows: Buffer[] = []
  await submit(client, sql, {
    handleCopyData({ chunk }) {
      // The message is a view of a buffer that is used again.
      rows.push(Buffer.from(chunk))
    },
  })
  return Buffer.concat(rows)
}

function submit(client: pg.Client, sql: string, messages: CopyMessages): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query({
      ...messages,
      submit: (connection: pg.Connection) => connection.query(sql),
      handleError: reject,
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => resolve(),
    })
  })
}
