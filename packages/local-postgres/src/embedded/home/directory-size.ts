import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode, fileSystemError } from '../../errors.ts'

/**
 * Bytes of all files below a directory; files that are deleted meanwhile do not count.
 * @throws PostgresUnavailableError with code `no_permission` when the directory may not be read.
 */
export async function directorySize(directory: string): Promise<number> {
  let bytes = 0
  try {
    for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) bytes += await sizeOf(join(entry.parentPath, entry.name))
    }
  } catch (error) {
    throw fileSystemError(error, `read ${directory}`)
  }
  return bytes
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0
    throw error
  }
}
