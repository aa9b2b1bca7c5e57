import { urlOfOwnServer } from './connection-url.ts'
import { errorText, PostgresUnavailableError } from './errors.ts'
import type { OnEvent } from './options.ts'

const DEFAULT_IMAGE = 'postgres:18-alpine'

export type ContainerOptions = {
  image?: string | undefined
  database: string
  settings?: Record<string, string> | undefined
  onEvent?: OnEvent | undefined
}

export type PostgresContainer = { url: string; image: string; close(): Promise<void> }

/**
 * Starts PostgreSQL in a container that runs until `close()`.
 * @throws PostgresUnavailableError with code `no_container_engine`, or `start_failed` when the engine answers but the
 * container does not start.
 */
export async function startContainer(options: ContainerOptions): Promise<PostgresContainer> {
  const image = options.image ?? DEFAULT_IMAGE
  await requireEngine()
  options.onEvent?.({ type: 'container_starting', message: `Starting a container from ${image}.` })
  // Imported here because it is large and rarely needed.
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql')
  try {
    const settings = Object.entries(options.settings ?? {}).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ])
    const container = await new PostgreSqlContainer(image)
      .withDatabase(options.database)
      .withCommand(['postgres', ...settings])
      .start()
    return {
      url: urlOfOwnServer(container.getConnectionUri()),
      image,
      close: async () => {
        await container.stop()
      },
    }
  } catch (error) {
    throw new PostgresUnavailableError(
      'start_failed',
      `The container from ${image} did not start (${errorText(error)}): check that the image can be pulled, or unset LOCAL_POSTGRES to use the embedded server.`,
      { cause: error },
    )
  }
}

async function requireEngine(): Promise<void> {
  const { getContainerRuntimeClient } = await import('testcontainers')
  try {
    await getContainerRuntimeClient()
  } catch (error) {
    throw new PostgresUnavailableError(
      'no_container_engine',
      `No container engine answers (${errorText(error)}): start Docker or Podman, or unset LOCAL_POSTGRES to use the embedded server, which needs none.`,
      { cause: error },
    )
  }
}
