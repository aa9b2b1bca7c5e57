import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { MigrationError } from '../errors.ts'
import { type DumpHeader, endOfRows, formatName, formatVersion, lineFeed } from './format.ts'

/** Reads a dump from its beginning to its end. */
export interface DumpReader {
  readonly header: DumpHeader
  /** The next line, which is JSON. @throws {MigrationError} `DUMP_DAMAGED` */
  readObject(): Promise<Readonly<Record<string, unknown>>>
  /** The rows of a table, as buffers of whole lines. */
  readRows(): AsyncGenerator<Buffer, void>
  close(): void
}

/**
 * Opens a dump and reads its header.
 * @throws {MigrationError} `DUMP_DAMAGED` if it is not a dump, `USAGE` if it cannot be read
 */
export async function openDump(file: string): Promise<DumpReader> {
  const source = createReadStream(file)
  // The error of the pipeline is also that of the iteration.
  const text = pipeline(source, createGunzip(), () => undefined)
  const chunks: AsyncIterator<Buffer> = text[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)

  /** @returns false at the end of the file */
  const readMore = async (): Promise<boolean> => {
    const { done, value } = await chunks.next().catch((error: unknown) => {
      throw readError(file, error)
    })
    if (done) return false
    rest = rest.length === 0 ? value : Buffer.concat([rest, value])
    return true
  }
  const readObject = async () => {
    let end = rest.indexOf(lineFeed)
    while (end < 0) {
      if (!(await readMore())) throw damaged(file, 'it ends too early')
      end = rest.indexOf(lineFeed)
    }
    const line = rest.toString('utf8', 0, end)
    rest = rest.subarray(end + 1)
    return parse(file, line)
  }
  async function* readRows(): AsyncGenerator<Buffer, void> {
    for (;;) {
      const { length, isEnd } = wholeRows(rest)
      const rows = rest.subarray(0, length)
      rest = rest.subarray(isEnd ? length + endOfRows.length + 1 : length)
      if (length > 0) yield rows
      if (isEnd) return
      if (!(await readMore())) throw damaged(file, 'it ends too early')
    }
  }
  const close = () => void source.destroy()

  try {
    const header = await readObject()
    if (header.format !== formatName) throw damaged(file, 'it is not a dump')
    if (header.version !== formatVersion)
      throw damaged(file, `its format has version ${header.version}, this code reads ${formatVersion}`)
    return { header: header as unknown as DumpHeader, readObject, readRows, close }
  } catch (error) {
    close()
    throw error
  }
}

/** The length of the whole lines before the end of the rows, and whether that end was found. */
function wholeRows(text: Buffer): { length: number; isEnd: boolean } {
  let start = 0
  for (;;) {
    const end = text.indexOf(lineFeed, start)
    if (end < 0) return { length: start, isEnd: false }
    const isEnd = end - start === endOfRows.length && text.toString('latin1', start, end) === endOfRows
    if (isEnd) return { length: start, isEnd }
    start = end + 1
  }
}

function parse(file: string, line: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    throw damaged(file, 'a line cannot be read')
  }
}

/** @throws never; returns the error for a file that is not a whole dump */
export function damaged(file: string, reason: string): MigrationError {
  return new MigrationError('DUMP_DAMAGED', `${file} is damaged: ${reason}. Nothing was restored.`)
}

function readError(file: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR')
    return new MigrationError('USAGE', `${file} cannot be read (${code}).`, { cause: error })
  if (code?.startsWith('Z_')) return damaged(file, 'it is not a whole gzip file')
  return error
}
