import { copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UsageError } from 'cli-kit'
import { type ExportedFile, type Manifest, manifestFormat, readManifest } from './manifest.ts'

// An export is a folder of its own, `export-<n>`. It is complete as soon as `manifest.json` beside it refers to it:
//
//   write or link every file ─> fsync ─> rename manifest.json
//
// Before the rename, readers find the former export, whole; a killed export is a folder without a reference, which
// the next one removes. The former export stays until then, for readers that have begun.

const MANIFEST = 'manifest.json'
const exportName = /^export-(\d+)$/

/** Files that are made durable at once: file systems write them together. */
const SYNC_TOGETHER = 64

/** A folder of exports, with one that is being written. */
export interface ExportFolder {
  /** The former export; null: there is none. */
  readonly former: Manifest | null
  /** Creates the folder of a new file. @returns the file's path */
  readonly place: (path: string) => Promise<string>
  /** Takes a file over from the former export. @returns false when it is no longer there as it was written */
  readonly keep: (file: ExportedFile) => Promise<boolean>
  /** Makes the files durable, and the new export the one that readers find. */
  readonly commit: (contents: Pick<Manifest, 'exportedAt' | 'tenants' | 'files'>) => Promise<Manifest>
}

/**
 * Opens a folder for a new export, and removes what killed exports left. One process at a time may do so.
 * @throws {UsageError} when the folder holds something else
 */
export async function openExportFolder(folder: string): Promise<ExportFolder> {
  const manifestPath = join(folder, MANIFEST)
  await mkdir(folder, { recursive: true })
  const former = await readManifest(manifestPath)
  await removeLeftovers(folder, former)
  const number = former === null ? 1 : Number(exportName.exec(former.directory)?.[1] ?? 0) + 1
  const directory = `export-${number}`
  const root = join(folder, directory)
  const folders = new Set([folder, root])
  const files: string[] = []

  const place = async (path: string): Promise<string> => {
    const target = join(root, path)
    await mkdir(dirname(target), { recursive: true })
    for (let parent = dirname(target); !folders.has(parent); parent = dirname(parent)) folders.add(parent)
    return target
  }

  return {
    former,
    async place(path) {
      const target = await place(path)
      files.push(target)
      return target
    },
    async keep({ path, bytes }) {
      if (former === null) return false
      const source = join(folder, former.directory, path)
      if ((await sizeOf(source)) !== bytes) return false
      await linkOrCopy(source, await place(path))
      return true
    },
    async commit(contents) {
      await mkdir(root, { recursive: true })
      await syncAll(files)
      // Windows makes no folder durable on request.
      if (process.platform !== 'win32') await syncAll([...folders].toReversed())
      const manifest: Manifest = { format: manifestFormat, directory, ...contents }
      await replaceFile(manifestPath, `${JSON.stringify(manifest, null, 1)}\n`)
      if (process.platform !== 'win32') await syncAll([folder])
      return manifest
    },
  }
}

/** Removes every export but the current one. @throws {UsageError} when there is anything else */
async function removeLeftovers(folder: string, former: Manifest | null): Promise<void> {
  const names = await readdir(folder)
  if (former === null && !names.every((name) => exportName.test(name) || name.startsWith(MANIFEST)))
    throw new UsageError(`${folder} holds something else: name a new or an empty folder.`)
  const old = names.filter((name) => exportName.test(name) && name !== former?.directory)
  for (const name of old) await rm(join(folder, name), { recursive: true })
}

/** Bytes; null: the file does not exist. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Gives a file a second name; where the file system has no such links, a copy. */
async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target)
  } catch {
    await copyFile(source, target)
  }
}

async function syncAll(paths: readonly string[]): Promise<void> {
  for (let from = 0; from < paths.length; from += SYNC_TOGETHER)
    await Promise.all(paths.slice(from, from + SYNC_TOGETHER).map(sync))
}

async function sync(path: string): Promise<void> {
  // Windows makes a file durable only for those who may write it.
  const handle = await open(path, process.platform === 'win32' ? 'r+' : 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const part = `${path}.part`
  const handle = await open(part, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(part, path)
}
