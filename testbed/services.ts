import { pushBaseImage } from './base-image.ts'
import { startDockerEngine, type DockerEngine } from './docker-engine.ts'
import { startPrefectServer, type PrefectServer, type PrefectVersion } from './prefect-server.ts'
import { ensurePythonImage } from './python-base-image.ts'
import { startRegistry, type Registry } from './registry.ts'

/** All that a deploy needs: where images are built, where they go, and Prefect. */
export interface Services extends AsyncDisposable {
  readonly engine: DockerEngine
  readonly registry: Registry
  readonly prefect: PrefectServer
  /** The action's inputs that name the services. */
  readonly inputs: Readonly<Record<string, string>>
  /** The variables by which docker finds the engine. */
  readonly env: Readonly<Record<string, string>>
  /** Builds the base image of a monorepo and pushes it. */
  readonly pushBaseImage: (context: string) => Promise<void>
}

/** Starts them side by side. What has started is stopped again where another one fails to. */
export async function startServices(options: {
  prefect: PrefectVersion
  authString?: string
}): Promise<Services> {
  const stack = new AsyncDisposableStack()
  const start = async <T extends AsyncDisposable>(service: Promise<T>) => stack.use(await service)
  const { prefect: version, ...auth } = options
  const starting = [
    start(startDockerEngine()),
    start(startRegistry()),
    start(startPrefectServer({ version, ...auth })),
  ] as const
  try {
    const [engine, registry, prefect] = await Promise.all(starting)
    const pythonStandIn = await ensurePythonImage(engine, registry)
    return {
      ...{ engine, registry, prefect },
      inputs: {
        registry: registry.host,
        'registry-username': registry.username,
        'registry-password': registry.password,
        'prefect-api-url': prefect.apiUrl,
        'prefect-api-auth-string': prefect.authString ?? '',
      },
      env: engine.host === undefined ? {} : { DOCKER_HOST: engine.host },
      pushBaseImage: (context) => pushBaseImage({ engine, registry, context, pythonStandIn }),
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    }
  } catch (error) {
    await Promise.allSettled(starting)
    await stack.disposeAsync()
    throw error
  }
}
